package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.StoreHealthIndicator;
import io.multiprocess.store.actuate.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Adds the stores to the application's health. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({StoreTemplate.class, MultiprocessStoreProperties.class})
@ConditionalOnEnabledHealthIndicator("multiprocess-store")
@Import(StoreMonitorsConfiguration.class)
public final class MultiprocessStoreHealthContributorAutoConfiguration {

  MultiprocessStoreHealthContributorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(
      name = {"multiprocessStoreHealthContributor", "multiprocessStoreHealthIndicator"})
  CompositeHealthContributor multiprocessStoreHealthContributor(StoreMonitors monitors) {
    return StoreHealthIndicator.ofAll(monitors);
  }
}
