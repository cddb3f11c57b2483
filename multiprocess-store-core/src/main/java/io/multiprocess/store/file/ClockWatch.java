package io.multiprocess.store.file;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that the clock was set back, by the time that only goes on. Used by one thread. */
final class ClockWatch {

  /** Clocks are set right by less all the time. */
  private static final long JUMP_MILLIS = 500;

  private final InstantSource clock;
  private final LongSupplier nanos;

  /** By how much the clock was ahead of the time that only goes on. */
  private long lead = Long.MIN_VALUE + JUMP_MILLIS;

  ClockWatch(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Whether it was set back since this was last asked: times may come that were there before. */
  boolean wasSetBack() {
    long now = clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    boolean back = now < lead - JUMP_MILLIS;
    lead = now;
    return back;
  }
}
