package io.multiprocess.store.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.multiprocess.store.actuate.StoreMetrics;
import io.multiprocess.store.spring.StoreMonitors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

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
}
