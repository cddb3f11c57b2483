package io.multiprocess.store.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.multiprocess.store.Settlement.By;
import io.multiprocess.store.spring.ConflictDetected;
import io.multiprocess.store.spring.ConflictSettled;
import io.multiprocess.store.spring.RevisionDamaged;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.springframework.context.event.EventListener;

/**
 * What is in the stores, read from what was last known of them, and what happened in them. All
 * meters are there from the start, with the tag {@code store}:
 *
 * <ul>
 *   <li>{@code multiprocess.store.objects} and {@code multiprocess.store.revisions}
 *   <li>{@code multiprocess.store.conflicts} with the tag {@code state}, which is {@code current}
 *       or {@code past}
 *   <li>{@code multiprocess.store.conflicts.oldest.age}, in seconds
 *   <li>{@code multiprocess.store.conflicts.detected}, counted
 *   <li>{@code multiprocess.store.conflicts.settled}, counted, with the tag {@code by}, which is
 *       {@code captured}, {@code merge}, {@code resolver} or {@code person}
 *   <li>{@code multiprocess.store.revisions.damaged}, counted
 *   <li>{@code multiprocess.store.archive.files} and {@code multiprocess.store.archive.size}, the
 *       latter in bytes, of stores of files
 *   <li>{@code multiprocess.store.disk.usable}, in bytes, of stores of files; not a number before
 *       the first refresh
 *   <li>{@code multiprocess.store.refresh.duration} and {@code multiprocess.store.refresh.age}, in
 *       seconds, and {@code multiprocess.store.refresh.failed}, which is 1 while the store cannot
 *       be used
 * </ul>
 */
public final class StoreMetrics implements MeterBinder {

  private static final String PREFIX = "multiprocess.store.";
  private static final String CONFLICTS = PREFIX + "conflicts";

  private final StoreMonitors monitors;
  private final Map<String, StoreTally> tallies = new LinkedHashMap<>();

  /** Meters for all monitored stores. */
  public StoreMetrics(StoreMonitors monitors) {
    this.monitors = monitors;
    monitors.forEach(monitor -> tallies.put(monitor.name(), new StoreTally()));
  }

  @EventListener
  void count(ConflictDetected event) {
    StoreTally tally = tallies.get(event.store());
    if (tally != null) {
      tally.addDetected();
    }
  }

  @EventListener
  void count(ConflictSettled event) {
    StoreTally tally = tallies.get(event.store());
    if (tally != null) {
      tally.addSettled(event.settlement().by());
    }
  }

  @EventListener
  void count(RevisionDamaged event) {
    StoreTally tally = tallies.get(event.store());
    if (tally != null) {
      tally.addDamaged();
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (StoreMonitor monitor : monitors) {
      bindContents(registry, monitor);
      bindRefreshes(registry, monitor);
      if (monitor.files().isPresent()) {
        bindStorage(registry, monitor);
      }
    }
    tallies.forEach((store, tally) -> bindTally(registry, store, tally));
  }

  private static void bindContents(MeterRegistry registry, StoreMonitor monitor) {
    gauge(PREFIX + "objects", monitor, m -> m.snapshot().counts().objects())
        .description("Objects in the store")
        .register(registry);
    gauge(PREFIX + "revisions", monitor, m -> m.snapshot().counts().revisions())
        .description("Live revisions of all objects")
        .register(registry);
    gauge(CONFLICTS, monitor, m -> m.snapshot().counts().currentConflicts())
        .description("Conflicts between edits of one state")
        .tag("state", "current")
        .register(registry);
    gauge(CONFLICTS, monitor, m -> m.snapshot().counts().pastConflicts())
        .description("Conflicts between edits of one state")
        .tag("state", "past")
        .register(registry);
    time(CONFLICTS + ".oldest.age", monitor, StoreMonitor::oldestConflictAge)
        .description("How long the oldest conflict has been open")
        .register(registry);
  }

  private static void bindRefreshes(MeterRegistry registry, StoreMonitor monitor) {
    time(PREFIX + "refresh.duration", monitor, m -> m.snapshot().took())
        .description("How long the last refresh of these figures took")
        .register(registry);
    time(PREFIX + "refresh.age", monitor, StoreMonitor::refreshAge)
        .description("How long ago the last refresh of these figures ended")
        .register(registry);
    gauge(PREFIX + "refresh.failed", monitor, m -> m.snapshot().problem() == null ? 0 : 1)
        .description("Whether the store could not be read or written at the last refresh")
        .register(registry);
  }

  private static void bindStorage(MeterRegistry registry, StoreMonitor monitor) {
    gauge(PREFIX + "archive.files", monitor, m -> m.archive().files())
        .description("Bodies of dead revisions in the archive")
        .register(registry);
    gauge(PREFIX + "archive.size", monitor, m -> m.archive().bytes())
        .description("Size of the bodies of dead revisions in the archive")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    gauge(PREFIX + "disk.usable", monitor, StoreMetrics::usableBytes)
        .description("What can still be written to the store's file system")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  private static double usableBytes(StoreMonitor monitor) {
    Long usableBytes = monitor.snapshot().usableBytes();
    return usableBytes == null ? Double.NaN : usableBytes;
  }

  private static void bindTally(MeterRegistry registry, String store, StoreTally tally) {
    FunctionCounter.builder(CONFLICTS + ".detected", tally, StoreTally::detected)
        .description("Conflicts that this process saw for the first time")
        .tag("store", store)
        .register(registry);
    for (By by : By.values()) {
      FunctionCounter.builder(CONFLICTS + ".settled", tally, t -> t.settled(by))
          .description("Conflicts that this process settled")
          .tag("store", store)
          .tag("by", by.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder(PREFIX + "revisions.damaged", tally, StoreTally::damaged)
        .description("Damaged revisions that this process passed over")
        .tag("store", store)
        .register(registry);
  }

  private static Gauge.Builder<StoreMonitor> gauge(
      String name, StoreMonitor monitor, ToDoubleFunction<StoreMonitor> value) {
    return Gauge.builder(name, monitor, value).tag("store", monitor.name());
  }

  private static TimeGauge.Builder<StoreMonitor> time(
      String name, StoreMonitor monitor, Function<StoreMonitor, Duration> value) {
    return TimeGauge.builder(
            name, monitor, TimeUnit.SECONDS, m -> value.apply(m).toMillis() / 1000.0)
        .tag("store", monitor.name());
  }
}
