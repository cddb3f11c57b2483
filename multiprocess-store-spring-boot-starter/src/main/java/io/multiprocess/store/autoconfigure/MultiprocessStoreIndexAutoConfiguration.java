package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.IndexKind;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.repository.Repository;

/** Has repositories find entities by indexes where there are any. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnClass({Repository.class, StoreIndexes.class})
@ConditionalOnBean(StoreTemplate.class)
public final class MultiprocessStoreIndexAutoConfiguration {

  MultiprocessStoreIndexAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  StoreIndexes storeIndexes(MultiprocessStoreProperties properties) {
    Map<String, Map<String, Boolean>> configured = new HashMap<>();
    configured.put(StoreDefinition.DEFAULT, uniqueness(properties.indexes()));
    properties.stores().forEach((name, store) -> configured.put(name, uniqueness(store.indexes())));
    return new StoreIndexes(configured);
  }

  private static Map<String, Boolean> uniqueness(Map<String, IndexKind> indexes) {
    Map<String, Boolean> uniqueness = new HashMap<>();
    indexes.forEach((property, kind) -> uniqueness.put(property, kind == IndexKind.UNIQUE));
    return uniqueness;
  }
}
