package io.multiprocess.store.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * Makes the name of a store the qualifier of its bean.
 *
 * <p>An alias would do the same, but would take a plain word from the names of the application's
 * beans: a repository called {@code Users} is the bean {@code users}.
 */
final class StoreQualifiers implements BeanFactoryPostProcessor {

  private final Environment environment;

  StoreQualifiers(Environment environment) {
    this.environment = environment;
  }

  /**
   * Not while an application is processed ahead of time, for which Spring cannot write qualifiers
   * of a registrar's beans down; this runs again when that application starts.
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
      return;
    }
    for (StoreDefinition definition : StoreDefinitions.of(environment)) {
      if (beanFactory.containsBeanDefinition(definition.beanName())
          && beanFactory.getBeanDefinition(definition.beanName())
              instanceof AbstractBeanDefinition bean) {
        bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, definition.name()));
      }
    }
  }
}
