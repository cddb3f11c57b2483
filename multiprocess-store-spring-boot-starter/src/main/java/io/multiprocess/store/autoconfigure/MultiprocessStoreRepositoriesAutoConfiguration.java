package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.repository.StoreRepositoryConfigurationExtension;
import io.multiprocess.store.repository.StoreRepositoryFactoryBean;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;
import org.springframework.data.repository.Repository;

/** Finds the repositories of the application and makes them beans. */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnClass({Repository.class, StoreRepository.class})
@ConditionalOnBean(StoreTemplate.class)
@ConditionalOnBooleanProperty(
    name = "multiprocess-store.repositories.enabled",
    matchIfMissing = true)
@ConditionalOnMissingBean({
  StoreRepositoryFactoryBean.class,
  StoreRepositoryConfigurationExtension.class
})
@Import(StoreRepositoriesRegistrar.class)
public final class MultiprocessStoreRepositoriesAutoConfiguration {

  MultiprocessStoreRepositoriesAutoConfiguration() {}
}
