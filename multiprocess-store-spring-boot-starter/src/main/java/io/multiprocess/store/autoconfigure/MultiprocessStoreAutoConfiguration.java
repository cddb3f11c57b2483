package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.observation.StoreObserver;
import io.multiprocess.store.repository.callback.CallbackLifecycle;
import io.multiprocess.store.spring.EntityLifecycle;
import io.multiprocess.store.spring.Maintenance;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMaintenance;
import io.multiprocess.store.spring.StoreMapperCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import io.multiprocess.store.spring.replication.ReplicationPlan;
import io.multiprocess.store.spring.replication.StoreReplications;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * Makes the configured stores {@link StoreTemplate} beans.
 *
 * <p>They back off when the application has a {@link StoreTemplate} of its own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "multiprocess-store.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MultiprocessStoreProperties.class)
public final class MultiprocessStoreAutoConfiguration {

  MultiprocessStoreAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreTemplateFactory storeTemplateFactory(
      ObjectProvider<StoreMapperCustomizer> customizers,
      ObjectProvider<EntityLifecycle> lifecycle,
      ObjectProvider<StoreObserver> observer,
      ConfigurableListableBeanFactory beans) {
    return new StoreTemplateFactory(
        customizers.orderedStream().toList(),
        ConflictResolvers.of(beans),
        lifecycle.getIfAvailable(() -> EntityLifecycle.NONE),
        observer.getIfAvailable(() -> StoreObserver.NONE));
  }

  @Bean
  @ConditionalOnMissingBean
  StoreEvents storeEvents(ApplicationEventPublisher publisher) {
    return new StoreEvents(publisher);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({EntityCallbacks.class, CallbackLifecycle.class})
  static class Callbacks {

    @Bean
    @ConditionalOnMissingBean
    EntityLifecycle storeEntityLifecycle(BeanFactory beans) {
      return new CallbackLifecycle(beans);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(StoreTemplate.class)
  @Import(StoreBeanRegistrar.class)
  static class ConfiguredStores {

    @Bean
    static StoreQualifiers storeQualifiers(Environment environment) {
      return new StoreQualifiers(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(
        name = "multiprocess-store.maintenance.enabled",
        matchIfMissing = true)
    StoreMaintenance storeMaintenance(Environment environment, BeanFactory stores) {
      Map<StoreTemplate, Maintenance> needed = new LinkedHashMap<>();
      for (StoreDefinition definition : StoreDefinitions.of(environment)) {
        if (definition.maintenance().isNeeded()) {
          needed.put(
              stores.getBean(definition.beanName(), StoreTemplate.class), definition.maintenance());
        }
      }
      return new StoreMaintenance(needed);
    }

    @Bean
    @ConditionalOnMissingBean
    StoreReplications storeReplications(Environment environment, BeanFactory stores) {
      Map<StoreTemplate, ReplicationPlan> plans = new LinkedHashMap<>();
      for (StoreDefinition definition : StoreDefinitions.of(environment)) {
        definition
            .replication()
            .ifPresent(
                plan ->
                    plans.put(stores.getBean(definition.beanName(), StoreTemplate.class), plan));
      }
      return new StoreReplications(plans, InstantSource.system());
    }
  }
}
