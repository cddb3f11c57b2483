package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.StoreHealthIndicator;
import io.multiprocess.store.spring.StoreMonitors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the stores to the application's health. */
@AutoConfiguration(after = MultiprocessStoreMonitorsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(StoreMonitors.class)
@ConditionalOnEnabledHealthIndicator("multiprocess-store")
public final class MultiprocessStoreHealthContributorAutoConfiguration {

  MultiprocessStoreHealthContributorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(
      name = {"multiprocessStoreHealthContributor", "multiprocessStoreHealthIndicator"})
  CompositeHealthContributor multiprocessStoreHealthContributor(StoreMonitors monitors) {
    return StoreHealthIndicator.ofAll(monitors);
  }
}
