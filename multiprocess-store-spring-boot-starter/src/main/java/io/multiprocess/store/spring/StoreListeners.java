package io.multiprocess.store.spring;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Calls the {@link StoreListener} methods of all beans. It can be stopped and started again; what
 * happens meanwhile is told then.
 */
public final class StoreListeners implements SmartInitializingSingleton, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(StoreListeners.class);

  /** A store that cannot be read is tried again as often. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final ConfigurableListableBeanFactory beans;
  private final List<WatchedStore> watched = new ArrayList<>();
  private Repetition retries = new Repetition("multiprocess-store-listeners-", List.of());

  /** Listeners among the beans of an application. */
  public StoreListeners(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /**
   * Looks for the methods.
   *
   * @throws IllegalStateException if one names a store that is not there, or takes what is not told
   */
  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && AnnotationUtils.isCandidateClass(type, StoreListener.class)) {
        find(name, type);
      }
    }
    retries =
        new Repetition(
            "multiprocess-store-listeners-",
            watched.stream().map(store -> new Repetition.Task(store::open, RETRY)).toList());
  }

  private void find(String name, Class<?> type) {
    MethodIntrospector.selectMethods(
            type,
            (Method method) -> AnnotatedElementUtils.hasAnnotation(method, StoreListener.class))
        .forEach(
            method -> {
              StoreListener found =
                  AnnotatedElementUtils.findMergedAnnotation(method, StoreListener.class);
              if (found != null) {
                add(name, method, found);
              }
            });
  }

  private void add(String name, Method method, StoreListener annotation) {
    Class<?> exposed = beans.getType(name);
    ListenerMethod listener =
        new ListenerMethod(
            () -> beans.getBean(name),
            AopUtils.selectInvocableMethod(method, exposed == null ? Object.class : exposed),
            template(annotation.store(), method),
            Set.of(annotation.ids()));
    watched.add(new WatchedStore(listener.template(), listener::tell));
    log.debug("{} listens to store '{}'", listener, listener.template().name());
  }

  private StoreTemplate template(String store, Method method) {
    ObjectProvider<StoreTemplate> templates = beans.getBeanProvider(StoreTemplate.class);
    StoreTemplate found =
        store.isEmpty()
            ? templates.getIfUnique()
            : templates.stream(ObjectProvider.UNFILTERED)
                .filter(template -> template.name().equals(store))
                .findFirst()
                .orElse(null);
    if (found == null) {
      throw new IllegalStateException(
          store.isEmpty()
              ? "@StoreListener %s names no store, and there is neither one nor a primary one"
                  .formatted(method.toGenericString())
              : "@StoreListener %s names the store '%s', which is not there; expected one of %s"
                  .formatted(
                      method.toGenericString(),
                      store,
                      templates.stream(ObjectProvider.UNFILTERED)
                          .map(StoreTemplate::name)
                          .sorted()
                          .toList()));
    }
    return found;
  }

  /** Whatever is written after this has returned is told. */
  @Override
  public void start() {
    watched.forEach(WatchedStore::open);
    retries.start();
  }

  @Override
  public void stop() {
    retries.stop();
    watched.forEach(WatchedStore::close);
  }

  @Override
  public boolean isRunning() {
    return retries.isRunning();
  }
}
