package io.multiprocess.store.spring;

import io.multiprocess.store.Change;
import io.multiprocess.store.Versioned;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/** A method that is told changes of a store. */
final class ListenerMethod {

  private static final Logger log = LoggerFactory.getLogger(ListenerMethod.class);

  private final Supplier<Object> bean;
  private final Method method;
  private final StoreTemplate template;
  private final Set<String> ids;
  private final List<ResolvableType> parameters;

  /**
   * A method of a bean.
   *
   * @param bean the bean, when it is called
   * @throws IllegalStateException if the method takes what is not told
   */
  ListenerMethod(Supplier<Object> bean, Method method, StoreTemplate template, Set<String> ids) {
    this.bean = bean;
    this.method = method;
    this.template = template;
    this.ids = ids;
    this.parameters =
        Arrays.stream(method.getGenericParameterTypes()).map(ResolvableType::forType).toList();
    if (parameters.stream().filter(parameter -> !isChange(parameter)).count() > 1) {
      throw new IllegalStateException(
          "@StoreListener %s takes two entities; expected one at most, with StoreObjectChanged or Change"
              .formatted(method.toGenericString()));
    }
    ReflectionUtils.makeAccessible(method);
  }

  StoreTemplate template() {
    return template;
  }

  private static boolean isChange(ResolvableType parameter) {
    return parameter.resolve() == StoreObjectChanged.class || parameter.resolve() == Change.class;
  }

  /** Calls the method, unless the change is of no concern to it. */
  void tell(Change change) {
    if (!ids.isEmpty() && !ids.contains(change.id())) {
      return;
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (ResolvableType parameter : parameters) {
      Optional<?> argument = argument(parameter, change);
      if (argument.isEmpty()) {
        return;
      }
      arguments.add(argument.get());
    }
    try {
      method.invoke(bean.get(), arguments.toArray());
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getTargetException();
      log.warn("{} failed to hear of {}: {}", this, change, thrown.getMessage(), thrown);
    } catch (IllegalAccessException e) {
      throw new UndeclaredThrowableException(e);
    }
  }

  private Optional<?> argument(ResolvableType parameter, Change change) {
    Class<?> type = parameter.resolve(Object.class);
    if (type == StoreObjectChanged.class) {
      return Optional.of(new StoreObjectChanged(template.name(), change));
    }
    if (type == Change.class) {
      return Optional.of(change);
    }
    return type == Optional.class
        ? Optional.of(read(parameter.getGeneric(0).resolve(Object.class), change))
        : read(type, change);
  }

  private <T> Optional<T> read(Class<T> type, Change change) {
    return template.reads(type).find(change.id()).map(Versioned::value);
  }

  @Override
  public String toString() {
    return method.toGenericString();
  }
}
