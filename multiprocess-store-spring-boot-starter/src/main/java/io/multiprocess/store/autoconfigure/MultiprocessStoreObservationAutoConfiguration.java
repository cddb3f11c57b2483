package io.multiprocess.store.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.multiprocess.store.observation.MicrometerStoreObserver;
import io.multiprocess.store.observation.StoreObserver;
import io.multiprocess.store.observation.StoreOperationObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Makes observations of what is done to the stores. */
@AutoConfiguration(
    before = MultiprocessStoreAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(
    name = {"multiprocess-store.enabled", "multiprocess-store.observations.enabled"},
    matchIfMissing = true)
public final class MultiprocessStoreObservationAutoConfiguration {

  MultiprocessStoreObservationAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(StoreObserver.class)
  MicrometerStoreObserver multiprocessStoreObserver(
      ObservationRegistry registry,
      ObjectProvider<StoreOperationObservationConvention> convention) {
    return new MicrometerStoreObserver(registry, convention.getIfAvailable());
  }
}
