package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.actuate.MultiprocessStoreEndpoint;
import io.multiprocess.store.actuate.MultiprocessStoreEndpointJmxExtension;
import io.multiprocess.store.actuate.MultiprocessStoreEndpointWebExtension;
import io.multiprocess.store.spring.StoreMonitors;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Lets operators see the stores, and if they are allowed to, settle conflicts. */
@AutoConfiguration(after = MultiprocessStoreMonitorsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MultiprocessStoreEndpoint.class)
@ConditionalOnBean(StoreMonitors.class)
@EnableConfigurationProperties(StoreEndpointProperties.class)
public final class MultiprocessStoreEndpointAutoConfiguration {

  MultiprocessStoreEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  MultiprocessStoreEndpoint multiprocessStoreEndpoint(StoreMonitors monitors) {
    return new MultiprocessStoreEndpoint(monitors);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(MultiprocessStoreEndpoint.class)
  @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
  MultiprocessStoreEndpointWebExtension multiprocessStoreEndpointWebExtension(
      MultiprocessStoreEndpoint endpoint, StoreEndpointProperties properties) {
    return new MultiprocessStoreEndpointWebExtension(
        endpoint, properties.showValues(), properties.roles());
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(MultiprocessStoreEndpoint.class)
  @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
  MultiprocessStoreEndpointJmxExtension multiprocessStoreEndpointJmxExtension(
      MultiprocessStoreEndpoint endpoint, StoreEndpointProperties properties) {
    return new MultiprocessStoreEndpointJmxExtension(endpoint, properties.showValues());
  }
}
