package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The background counts, for whichever of health and metrics there is. */
@Configuration(proxyBeanMethods = false)
class StoreMonitorsConfiguration {

  @Bean
  @ConditionalOnMissingBean
  StoreMonitors multiprocessStoreMonitors(
      ObjectProvider<StoreTemplate> templates, MultiprocessStoreProperties properties) {
    return new StoreMonitors(
        templates.stream(ObjectProvider.UNFILTERED).toList(), properties.refreshInterval());
  }
}
