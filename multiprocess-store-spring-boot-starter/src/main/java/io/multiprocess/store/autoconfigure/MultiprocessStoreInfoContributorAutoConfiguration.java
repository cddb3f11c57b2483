package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.StoreInfoContributor;
import io.multiprocess.store.spring.StoreTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/** Adds the library and its stores to the application's info. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean({StoreTemplate.class, MultiprocessStoreProperties.class})
@ConditionalOnEnabledInfoContributor("multiprocess-store")
@ImportRuntimeHints(MultiprocessStoreInfoContributorAutoConfiguration.Hints.class)
public final class MultiprocessStoreInfoContributorAutoConfiguration {

  MultiprocessStoreInfoContributorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreInfoContributor multiprocessStoreInfoContributor(
      ObjectProvider<StoreTemplate> templates, MultiprocessStoreProperties properties) {
    return new StoreInfoContributor(
        templates.stream(ObjectProvider.UNFILTERED).toList(), properties.info().showPaths());
  }

  /** A native image has the resources it is told of. */
  static final class Hints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
      hints.resources().registerPattern(StoreInfoContributor.VERSION_RESOURCE);
    }
  }
}
