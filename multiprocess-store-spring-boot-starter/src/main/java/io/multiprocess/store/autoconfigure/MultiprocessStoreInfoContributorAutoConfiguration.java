package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.StoreInfoContributor;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the library and its stores to the application's info. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean({StoreTemplate.class, MultiprocessStoreProperties.class})
@ConditionalOnEnabledInfoContributor("multiprocess-store")
public final class MultiprocessStoreInfoContributorAutoConfiguration {

  MultiprocessStoreInfoContributorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreInfoContributor multiprocessStoreInfoContributor(
      ObjectProvider<StoreTemplate> templates, MultiprocessStoreProperties properties) {
    return new StoreInfoContributor(
        templates.stream(ObjectProvider.UNFILTERED).toList(), properties.info().showPaths());
  }
}
