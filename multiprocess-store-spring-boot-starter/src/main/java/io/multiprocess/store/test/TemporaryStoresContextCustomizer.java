package io.multiprocess.store.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.Assert;

/**
 * Puts the stores of a context into a directory of its own.
 *
 * <p>It is part of what tells contexts of tests apart, so that classes with different owners never
 * share one.
 *
 * @param owner the test class that has these stores for itself; null if they are shared
 * @param seeds where the first objects of the stores are
 */
record TemporaryStoresContextCustomizer(@Nullable Class<?> owner, List<String> seeds)
    implements ContextCustomizer {

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    ConfigurableEnvironment environment = context.getEnvironment();
    TemporaryPaths paths = TemporaryPaths.in(environment).orElseThrow();
    paths.precedeAllOf(environment);
    TemporaryDirectory directory = paths.getSource();
    // What is to be destroyed first of all is destroyed last of all: after every store.
    Assert.isInstanceOf(DefaultListableBeanFactory.class, context.getBeanFactory());
    ((DefaultListableBeanFactory) context.getBeanFactory())
        .registerDisposableBean(TemporaryDirectory.class.getName(), directory);
    context.addBeanFactoryPostProcessor(
        new TemporaryStoresPreparation(
            environment, paths, StoreSeeds.at(seeds, context, directory)));
  }
}
