package io.multiprocess.store.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.multiprocess.store.spring.replication.ReplicationState;
import io.multiprocess.store.spring.replication.StoreReplications;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How stores are kept equal to others. All meters are there from the start, with the tag {@code
 * store}, for each store that is replicated:
 *
 * <ul>
 *   <li>{@code multiprocess.store.replication.lag}, in seconds: how long ago the last run began
 *       after which neither store lacked anything; not a number before the first
 *   <li>{@code multiprocess.store.replication.copied}, counted, with the tag {@code file}, which is
 *       {@code revision} or {@code tombstone}
 *   <li>{@code multiprocess.store.replication.failed}, counted: runs that did not do all
 * </ul>
 */
public final class ReplicationMetrics implements MeterBinder {

  private static final String PREFIX = "multiprocess.store.replication.";

  private final StoreReplications replications;
  private final InstantSource clock;

  /** Meters for all replicated stores. */
  public ReplicationMetrics(StoreReplications replications, InstantSource clock) {
    this.replications = replications;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    replications.forEach(
        (store, state) -> {
          TimeGauge.builder(
                  PREFIX + "lag",
                  replications,
                  TimeUnit.SECONDS,
                  all -> value(all, store, this::lag))
              .description("Time since the begin of the last run that left nothing to copy")
              .tag("store", store)
              .register(registry);
          count(store, "copied", ReplicationState::revisions)
              .description("Files that were copied")
              .tag("file", "revision")
              .register(registry);
          count(store, "copied", ReplicationState::tombstones)
              .description("Files that were copied")
              .tag("file", "tombstone")
              .register(registry);
          count(store, "failed", ReplicationState::failures)
              .description("Runs that did not do all")
              .register(registry);
        });
  }

  private FunctionCounter.Builder<StoreReplications> count(
      String store, String name, ToDoubleFunction<ReplicationState> counted) {
    return FunctionCounter.builder(PREFIX + name, replications, all -> value(all, store, counted))
        .tag("store", store);
  }

  private static double value(
      StoreReplications all, String store, ToDoubleFunction<ReplicationState> value) {
    return all.state(store).map(value::applyAsDouble).orElse(Double.NaN);
  }

  private double lag(ReplicationState state) {
    Instant equalAt = state.equalAt();
    return equalAt == null
        ? Double.NaN
        : Duration.between(equalAt, clock.instant()).toMillis() / 1000.0;
  }
}
