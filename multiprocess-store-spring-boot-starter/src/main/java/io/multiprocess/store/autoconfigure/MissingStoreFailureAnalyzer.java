package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.spring.StoreTemplate;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Tells how to have the store that something asked for, before Boot says that it is missing. */
@Order(0)
final class MissingStoreFailureAnalyzer
    extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

  private static final String REPOSITORY = "io.multiprocess.store.repository.StoreRepository";
  private static final String ENABLED = "multiprocess-store.enabled";

  private final ListableBeanFactory beanFactory;
  private final Environment environment;

  MissingStoreFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
    this.beanFactory = (ListableBeanFactory) beanFactory;
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
    Class<?> missing = cause.getBeanType();
    if (missing == null || !(missing == StoreTemplate.class || isRepository(missing))) {
      return null;
    }
    String[] stores =
        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, StoreTemplate.class);
    String asker = Objects.requireNonNullElse(description, "Something");
    if (stores.length == 0) {
      return noStores(asker, missing, cause);
    }
    return missing == StoreTemplate.class ? noSuchStore(asker, stores, cause) : null;
  }

  private FailureAnalysis noStores(
      String asker, Class<?> missing, NoSuchBeanDefinitionException cause) {
    boolean enabled = environment.getProperty(ENABLED, Boolean.class, true);
    return new FailureAnalysis(
        "%s required a %s, but %s"
            .formatted(
                asker,
                missing.getSimpleName(),
                enabled ? "no store is configured" : ENABLED + " is false"),
        enabled
            ? "Set multiprocess-store.path to the directory of the store, for example ~/stores/app"
            : "Set %s to true".formatted(ENABLED),
        cause);
  }

  private static FailureAnalysis noSuchStore(
      String asker, String[] stores, NoSuchBeanDefinitionException cause) {
    boolean several = cause instanceof NoUniqueBeanDefinitionException;
    return new FailureAnalysis(
        "%s required a StoreTemplate%s; the StoreTemplate beans are %s"
            .formatted(
                asker,
                several ? ", but none of several is the primary one" : " that is not there",
                Arrays.stream(stores).sorted().toList()),
        several
            ? "Set multiprocess-store.primary to the name of a store, or say which one is meant with @Qualifier"
            : "Correct the qualifier, or configure the store under multiprocess-store.stores",
        cause);
  }

  /** By name, because Spring Data need not be there. */
  private static boolean isRepository(Class<?> type) {
    return type.getName().equals(REPOSITORY)
        || Arrays.stream(type.getInterfaces()).anyMatch(MissingStoreFailureAnalyzer::isRepository);
  }
}
