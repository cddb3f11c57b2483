package io.multiprocess.store.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.multiprocess.store.Settlement.By;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.spring.ConflictDetected;
import io.multiprocess.store.spring.ConflictSettled;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.springframework.context.event.EventListener;

/**
 * What is in the stores, read from their last snapshots, and what happened to their conflicts.
 *
 * <ul>
 *   <li>{@code multiprocess.store.objects} with the tag {@code store}
 *   <li>{@code multiprocess.store.conflicts} with the tags {@code store} and {@code state}, which
 *       is {@code current} or {@code past}
 *   <li>{@code multiprocess.store.conflicts.oldest.age} with the tag {@code store}
 *   <li>{@code multiprocess.store.conflicts.detected}, counted, with the tag {@code store}
 *   <li>{@code multiprocess.store.conflicts.settled}, counted, with the tags {@code store} and
 *       {@code by}, which is {@code captured}, {@code merge}, {@code resolver} or {@code person}
 * </ul>
 */
public final class StoreMetrics implements MeterBinder {

  private static final String CONFLICTS = "multiprocess.store.conflicts";
  private static final String OBJECTS = "multiprocess.store.objects";

  private final StoreMonitors monitors;
  private final Map<String, ConflictTally> tallies = new LinkedHashMap<>();

  /** Meters for all monitored stores. */
  public StoreMetrics(StoreMonitors monitors) {
    this.monitors = monitors;
    monitors.forEach(monitor -> tallies.put(monitor.name(), new ConflictTally()));
  }

  @EventListener
  void count(ConflictDetected event) {
    ConflictTally tally = tallies.get(event.store());
    if (tally != null) {
      tally.addDetected();
    }
  }

  @EventListener
  void count(ConflictSettled event) {
    ConflictTally tally = tallies.get(event.store());
    if (tally != null) {
      tally.addSettled(event.settlement().by());
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (StoreMonitor monitor : monitors) {
      bindSnapshot(registry, monitor);
    }
    tallies.forEach((store, tally) -> bindTally(registry, store, tally));
  }

  private static void bindSnapshot(MeterRegistry registry, StoreMonitor monitor) {
    gauge(OBJECTS, monitor, StoreCounts::objects)
        .description("Objects in the store")
        .register(registry);
    gauge(CONFLICTS, monitor, StoreCounts::currentConflicts)
        .description("Conflicts between edits of one state")
        .tag("state", "current")
        .register(registry);
    gauge(CONFLICTS, monitor, StoreCounts::pastConflicts)
        .description("Conflicts between edits of one state")
        .tag("state", "past")
        .register(registry);
    TimeGauge.builder(
            CONFLICTS + ".oldest.age",
            monitor,
            TimeUnit.SECONDS,
            m -> m.oldestConflictAge().toMillis() / 1000.0)
        .description("How long the oldest conflict has been open")
        .tag("store", monitor.name())
        .register(registry);
  }

  private static void bindTally(MeterRegistry registry, String store, ConflictTally tally) {
    FunctionCounter.builder(CONFLICTS + ".detected", tally, ConflictTally::detected)
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
  }

  private static Gauge.Builder<StoreMonitor> gauge(
      String name, StoreMonitor monitor, ToLongFunction<StoreCounts> count) {
    return Gauge.builder(name, monitor, m -> count.applyAsLong(m.snapshot().counts()))
        .tag("store", monitor.name());
  }
}
