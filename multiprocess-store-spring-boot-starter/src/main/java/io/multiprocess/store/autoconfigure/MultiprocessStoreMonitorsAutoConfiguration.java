package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Counts what is in the stores and looks for new conflicts, in the background. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnBean({StoreTemplate.class, StoreEvents.class, MultiprocessStoreProperties.class})
public final class MultiprocessStoreMonitorsAutoConfiguration {

  MultiprocessStoreMonitorsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreMonitors storeMonitors(
      ObjectProvider<StoreTemplate> templates,
      MultiprocessStoreProperties properties,
      StoreEvents events) {
    return new StoreMonitors(
        templates.stream(ObjectProvider.UNFILTERED).toList(),
        properties.refreshInterval(),
        properties.archiveInterval(),
        InstantSource.system(),
        events);
  }
}
