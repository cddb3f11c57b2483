package io.multiprocess.store.benchmarks.workers;

import java.util.List;

/**
 * What a worker answers, one JSON line.
 *
 * @param slices what was done, slice by slice
 * @param value what was asked for, where a number was
 * @param errors how many operations failed
 * @param error how the first of them failed, or empty
 */
public record Reply(List<Slice> slices, long value, long errors, String error) {

  /**
   * A stretch of work.
   *
   * @param operations how many operations succeeded
   * @param nanos how long all of it took
   */
  public record Slice(long operations, long nanos) {

    /** Microseconds for each operation. */
    public double micros() {
      return nanos / 1e3 / Math.max(1, operations);
    }
  }

  /** Operations that succeeded. */
  public long operations() {
    return slices.stream().mapToLong(Slice::operations).sum();
  }

  /** Operations in a second. */
  public double perSecond() {
    return operations() * 1e9 / slices.stream().mapToLong(Slice::nanos).sum();
  }
}
