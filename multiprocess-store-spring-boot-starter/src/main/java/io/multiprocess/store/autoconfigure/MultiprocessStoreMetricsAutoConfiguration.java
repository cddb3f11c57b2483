package io.multiprocess.store.autoconfigure;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationRegistry;
import io.multiprocess.store.actuate.IndexMetrics;
import io.multiprocess.store.actuate.ReplicationMetrics;
import io.multiprocess.store.actuate.StoreMetrics;
import io.multiprocess.store.observation.MicrometerStoreObserver;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.replication.StoreReplications;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds what is in the stores, and what happens to conflicts, to the application's metrics. */
@AutoConfiguration(
    after = MultiprocessStoreMonitorsAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, StoreMonitors.class})
@ConditionalOnBooleanProperty(name = "multiprocess-store.metrics.enabled", matchIfMissing = true)
public final class MultiprocessStoreMetricsAutoConfiguration {

  MultiprocessStoreMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreMetrics multiprocessStoreMetrics(StoreMonitors monitors) {
    return new StoreMetrics(monitors);
  }

  @Bean
  @ConditionalOnMissingBean
  IndexMetrics multiprocessStoreIndexMetrics(
      StoreMonitors monitors, ObjectProvider<IndexReports> indexes) {
    return new IndexMetrics(monitors, indexes.getIfAvailable(() -> store -> List.of()));
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(StoreReplications.class)
  ReplicationMetrics multiprocessStoreReplicationMetrics(StoreReplications replications) {
    return new ReplicationMetrics(replications, InstantSource.system());
  }

  /** Timers of operations are there from the start, so that rates begin with the first one. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  @ConditionalOnBean({MicrometerStoreObserver.class, MeterObservationHandler.class})
  static class Operations {

    @Bean
    MeterBinder multiprocessStoreOperationTimers(
        MicrometerStoreObserver observer,
        StoreMonitors monitors,
        ObjectProvider<ObservationFilter> filters) {
      return registry ->
          monitors.forEach(
              monitor ->
                  observer
                      .expected(monitor.name())
                      .map(context -> filtered(context, filters))
                      .forEach(context -> register(registry, context)));
    }

    private static Observation.Context filtered(
        Observation.Context context, ObjectProvider<ObservationFilter> filters) {
      Observation.Context result = context;
      for (ObservationFilter filter : filters.orderedStream().toList()) {
        result = filter.map(result);
      }
      return result;
    }

    /** The tags are those that {@link DefaultMeterObservationHandler} gives to what succeeds. */
    private static void register(MeterRegistry registry, Observation.Context context) {
      Timer.Builder timer =
          Timer.builder(Objects.requireNonNull(context.getName()))
              .tag("error", KeyValue.NONE_VALUE);
      context
          .getLowCardinalityKeyValues()
          .forEach(keyValue -> timer.tag(keyValue.getKey(), keyValue.getValue()));
      timer.register(registry);
    }
  }
}
