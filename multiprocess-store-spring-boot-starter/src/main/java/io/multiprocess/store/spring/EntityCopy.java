package io.multiprocess.store.spring;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Makes another instance of an immutable entity that differs in some properties: of a record by its
 * canonical constructor, of a class by its methods {@code with…}. What Jackson does not write is
 * kept so.
 */
final class EntityCopy {

  private EntityCopy() {}

  /** The copy, or empty if the type offers no way to make one. */
  static <T> Optional<T> of(T entity, Map<BeanProperty, Object> changes) {
    Map<String, Object> named = new LinkedHashMap<>();
    changes.forEach((property, value) -> named.put(property.javaName(), value));
    return entity.getClass().isRecord() ? record(entity, named) : withMethods(entity, named);
  }

  @SuppressWarnings("unchecked")
  private static <T> Optional<T> record(T entity, Map<String, Object> changes) {
    RecordComponent[] components = entity.getClass().getRecordComponents();
    if (!Arrays.stream(components)
        .map(RecordComponent::getName)
        .toList()
        .containsAll(changes.keySet())) {
      return Optional.empty();
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      values[i] = changes.containsKey(name) ? changes.get(name) : value(entity, components[i]);
    }
    try {
      Constructor<?> constructor = entity.getClass().getDeclaredConstructor(types);
      return Optional.of((T) BeanUtils.instantiateClass(constructor, values));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static @Nullable Object value(Object entity, RecordComponent component) {
    Method accessor = component.getAccessor();
    ReflectionUtils.makeAccessible(accessor);
    return ReflectionUtils.invokeMethod(accessor, entity);
  }

  private static <T> Optional<T> withMethods(T entity, Map<String, Object> changes) {
    T copy = entity;
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      Optional<Method> with = withMethod(entity.getClass(), change.getKey(), change.getValue());
      if (with.isEmpty()) {
        return Optional.empty();
      }
      copy = with(copy, with.get(), change.getValue());
    }
    return Optional.of(copy);
  }

  private static Optional<Method> withMethod(Class<?> type, String property, Object value) {
    String name = "with" + StringUtils.capitalize(property);
    List<Method> candidates = List.of(ReflectionUtils.getAllDeclaredMethods(type));
    return candidates.stream()
        .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
        .filter(method -> method.getParameterTypes()[0].isInstance(value))
        .filter(method -> type.isAssignableFrom(method.getReturnType()))
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private static <T> T with(T entity, Method method, Object value) {
    ReflectionUtils.makeAccessible(method);
    Object copy = ReflectionUtils.invokeMethod(method, entity, value);
    if (copy == null) {
      throw new IllegalStateException("%s returned null".formatted(method));
    }
    return (T) copy;
  }
}
