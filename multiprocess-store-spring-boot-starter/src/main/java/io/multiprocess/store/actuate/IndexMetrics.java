package io.multiprocess.store.actuate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import java.util.function.ToLongFunction;

/**
 * How it stands with the indexes of each store, with the tag {@code store}:
 *
 * <ul>
 *   <li>{@code multiprocess.store.index.objects}: how many objects are in them
 *   <li>{@code multiprocess.store.index.unready}: how many of them are being built
 *   <li>{@code multiprocess.store.index.duplicates}: values that are to be unique and are not
 * </ul>
 */
public final class IndexMetrics implements MeterBinder {

  private static final String PREFIX = "multiprocess.store.index.";

  private final StoreMonitors monitors;
  private final IndexReports reports;

  /** Meters for all monitored stores. */
  public IndexMetrics(StoreMonitors monitors, IndexReports reports) {
    this.monitors = monitors;
    this.reports = reports;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (StoreMonitor monitor : monitors) {
      String store = monitor.name();
      bind(registry, store, "objects", "Objects in indexes", IndexReport::objects);
      bind(
          registry,
          store,
          "unready",
          "Indexes that no query uses yet",
          report -> report.ready() ? 0 : 1);
      bind(
          registry,
          store,
          "duplicates",
          "Values that are to be unique and are not",
          report -> report.duplicates().size());
    }
  }

  private void bind(
      MeterRegistry registry,
      String store,
      String name,
      String description,
      ToLongFunction<IndexReport> value) {
    Gauge.builder(PREFIX + name, reports, r -> r.indexes(store).stream().mapToLong(value).sum())
        .description(description)
        .tag("store", store)
        .register(registry);
  }
}
