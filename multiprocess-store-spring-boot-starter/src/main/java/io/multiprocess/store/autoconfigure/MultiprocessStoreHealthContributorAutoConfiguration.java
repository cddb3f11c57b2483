package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.ConflictLimits;
import io.multiprocess.store.actuate.StoreHealthIndicator;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.Health;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.replication.StoreReplications;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/** Adds the stores to the application's health. */
@AutoConfiguration(after = MultiprocessStoreMonitorsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({StoreMonitors.class, MultiprocessStoreProperties.class})
@ConditionalOnEnabledHealthIndicator("multiprocess-store")
public final class MultiprocessStoreHealthContributorAutoConfiguration {

  MultiprocessStoreHealthContributorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(
      name = {"multiprocessStoreHealthContributor", "multiprocessStoreHealthIndicator"})
  CompositeHealthContributor multiprocessStoreHealthContributor(
      StoreMonitors monitors,
      MultiprocessStoreProperties properties,
      ObjectProvider<IndexReports> indexes,
      ObjectProvider<StoreReplications> replications) {
    Health health = properties.health();
    return StoreHealthIndicator.ofAll(
        monitors,
        new ConflictLimits(
            health.maxConflicts(),
            health.maxConflictAge(),
            new Status(health.conflictStatus().name())),
        indexes.getIfAvailable(() -> store -> List.of()),
        store -> replications.stream().flatMap(all -> all.state(store).stream()).findFirst());
  }
}
