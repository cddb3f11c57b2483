package io.multiprocess.store.actuate;

import io.multiprocess.store.Settlement.By;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What has happened in one store since the application started. */
final class StoreTally {

  private final LongAdder detected = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final Map<By, LongAdder> settled = new EnumMap<>(By.class);

  StoreTally() {
    for (By by : By.values()) {
      settled.put(by, new LongAdder());
    }
  }

  void addDetected() {
    detected.increment();
  }

  void addSettled(By by) {
    adder(by).increment();
  }

  void addDamaged() {
    damaged.increment();
  }

  long detected() {
    return detected.sum();
  }

  long settled(By by) {
    return adder(by).sum();
  }

  long damaged() {
    return damaged.sum();
  }

  private LongAdder adder(By by) {
    return Objects.requireNonNull(settled.get(by));
  }
}
