package io.multiprocess.store.actuate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.multiprocess.store.StoreCounts;
import java.util.function.ToLongFunction;

/**
 * Gauges of what is in the stores, read from their last snapshots.
 *
 * <ul>
 *   <li>{@code multiprocess.store.objects} with the tag {@code store}
 *   <li>{@code multiprocess.store.conflicts} with the tags {@code store} and {@code state}, which
 *       is {@code current} or {@code past}
 * </ul>
 */
public final class StoreMetrics implements MeterBinder {

  private static final String CONFLICTS = "multiprocess.store.conflicts";
  private static final String OBJECTS = "multiprocess.store.objects";

  private final StoreMonitors monitors;

  /** Gauges for all monitored stores. */
  public StoreMetrics(StoreMonitors monitors) {
    this.monitors = monitors;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (StoreMonitor monitor : monitors) {
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
    }
  }

  private static Gauge.Builder<StoreMonitor> gauge(
      String name, StoreMonitor monitor, ToLongFunction<StoreCounts> count) {
    return Gauge.builder(name, monitor, m -> count.applyAsLong(m.snapshot().counts()))
        .tag("store", monitor.name());
  }
}
