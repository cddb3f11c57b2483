package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreFeeds;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Tells what becomes of the objects in the stores as application events, where that is wanted. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "multiprocess-store.changes.enabled")
@ConditionalOnBean({StoreTemplate.class, StoreEvents.class})
public final class MultiprocessStoreChangesAutoConfiguration {

  MultiprocessStoreChangesAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreFeeds storeFeeds(ObjectProvider<StoreTemplate> templates, StoreEvents events) {
    return new StoreFeeds(templates.stream(ObjectProvider.UNFILTERED).toList(), events);
  }
}
