package io.multiprocess.store.repository;

import java.lang.annotation.Annotation;
import org.springframework.data.repository.config.RepositoryBeanDefinitionRegistrarSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/** Does what {@link EnableStoreRepositories} asks for. */
final class StoreRepositoriesRegistrar extends RepositoryBeanDefinitionRegistrarSupport {

  @Override
  protected Class<? extends Annotation> getAnnotation() {
    return EnableStoreRepositories.class;
  }

  @Override
  protected RepositoryConfigurationExtension getExtension() {
    return new StoreRepositoryConfigurationExtension();
  }
}
