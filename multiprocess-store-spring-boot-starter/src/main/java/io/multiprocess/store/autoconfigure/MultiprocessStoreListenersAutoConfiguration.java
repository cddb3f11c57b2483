package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.spring.StoreListeners;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Tells methods of beans what becomes of the objects in the stores. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnBean(StoreTemplate.class)
public final class MultiprocessStoreListenersAutoConfiguration {

  MultiprocessStoreListenersAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreListeners storeListeners(ConfigurableListableBeanFactory beans) {
    return new StoreListeners(beans);
  }
}
