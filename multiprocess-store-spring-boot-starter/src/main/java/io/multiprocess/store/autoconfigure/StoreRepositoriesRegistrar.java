package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.repository.StoreRepositoryConfigurationExtension;
import java.lang.annotation.Annotation;
import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/** Looks for repositories in the packages of the application. */
final class StoreRepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

  @Override
  protected Class<? extends Annotation> getAnnotation() {
    return EnableStoreRepositories.class;
  }

  @Override
  protected Class<?> getConfiguration() {
    return Defaults.class;
  }

  @Override
  protected RepositoryConfigurationExtension getRepositoryConfigurationExtension() {
    return new StoreRepositoryConfigurationExtension();
  }

  @EnableStoreRepositories
  private static final class Defaults {}
}
