package io.multiprocess.store.test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Sees to temporary paths before stores are defined, and to seeds before stores are used.
 *
 * @param environment where the stores are configured
 * @param paths where the stores are
 * @param seeds what they begin with
 */
record TemporaryStoresPreparation(
    ConfigurableEnvironment environment, TemporaryPaths paths, StoreSeeds seeds)
    implements BeanDefinitionRegistryPostProcessor {

  /**
   * Runs before the classes of the application are read, and after everything that adds sources.
   */
  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    paths.precedeAllOf(environment);
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    seeds.check(paths.stores());
    beanFactory.addBeanPostProcessor(seeds);
  }
}
