package io.multiprocess.store.query;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.NotReadablePropertyException;
import org.springframework.util.ReflectionUtils;

/** Reads a property of objects of one class: by its accessor, or else from its field. */
@FunctionalInterface
interface PropertyReader {

  /** The value that an object has. */
  @Nullable Object read(Object bean);

  /** The value of an object's property. */
  static @Nullable Object read(Object bean, String property) {
    return Readers.BY_CLASS
        .get(bean.getClass())
        .computeIfAbsent(property, name -> of(bean.getClass(), name))
        .read(bean);
  }

  private static PropertyReader of(Class<?> type, String property) {
    Method accessor = accessor(type, property);
    if (accessor != null) {
      ReflectionUtils.makeAccessible(accessor);
      return bean -> ReflectionUtils.invokeMethod(accessor, bean);
    }
    Field field = ReflectionUtils.findField(type, property);
    if (field == null) {
      throw new NotReadablePropertyException(type, property);
    }
    ReflectionUtils.makeAccessible(field);
    return bean -> ReflectionUtils.getField(field, bean);
  }

  private static @Nullable Method accessor(Class<?> type, String property) {
    PropertyDescriptor descriptor = BeanUtils.getPropertyDescriptor(type, property);
    if (descriptor != null && descriptor.getReadMethod() != null) {
      return descriptor.getReadMethod();
    }
    return type.isRecord() ? ReflectionUtils.findMethod(type, property) : null;
  }

  /** Kept with their classes, so that none outlives its class loader. */
  final class Readers extends ClassValue<Map<String, PropertyReader>> {

    private static final Readers BY_CLASS = new Readers();

    @Override
    protected Map<String, PropertyReader> computeValue(Class<?> type) {
      return new ConcurrentHashMap<>();
    }
  }
}
