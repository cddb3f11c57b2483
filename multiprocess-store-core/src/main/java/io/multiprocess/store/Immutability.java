package io.multiprocess.store;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves that nobody can change a value or anything it leads to: a record of texts, numbers, times,
 * further such records, and collections as {@link List#copyOf}, {@link Set#copyOf} and {@link
 * Map#copyOf} make them. Of all else it is not known.
 */
final class Immutability {

  private static final Set<Class<?>> CONSTANT =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class,
          Locale.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Revision.class);

  /** The platform's classes of collections that cannot be changed, which have no names. */
  private static final Set<Class<?>> COLLECTIONS =
      Stream.of(
              List.of(),
              List.of(1),
              List.of(1, 2, 3),
              Stream.of(1, 2, 3).toList(),
              Collections.emptyList(),
              Set.of(),
              Set.of(1),
              Set.of(1, 2, 3),
              Collections.emptySet(),
              Map.of(),
              Map.of(1, 1),
              Map.of(1, 1, 2, 2),
              Collections.emptyMap())
          .map(Object::getClass)
          .collect(Collectors.toUnmodifiableSet());

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private Immutability() {}

  /** Whether nobody can change a value. */
  static boolean isProven(@Nullable Object value) {
    return value == null || SHAPES.get(value.getClass()).isProven(value);
  }

  /** What all values of a class have in common. */
  private sealed interface Shape {

    boolean isProven(Object value);

    static Shape of(Class<?> type) {
      if (CONSTANT.contains(type) || Enum.class.isAssignableFrom(type) || isOfTime(type)) {
        return new Same(true);
      }
      if (COLLECTIONS.contains(type)) {
        return new Elements();
      }
      if (type.equals(Optional.class)) {
        return new Content();
      }
      return type.isRecord() ? Components.of(type) : new Same(false);
    }

    /** All of the package's classes that can be made by name are values, but clocks. */
    private static boolean isOfTime(Class<?> type) {
      return type.getPackageName().equals("java.time")
          && Modifier.isFinal(type.getModifiers())
          && Modifier.isPublic(type.getModifiers());
    }
  }

  private record Same(boolean proven) implements Shape {
    @Override
    public boolean isProven(Object value) {
      return proven;
    }
  }

  private record Content() implements Shape {
    @Override
    public boolean isProven(Object value) {
      return Immutability.isProven(((Optional<?>) value).orElse(null));
    }
  }

  private record Elements() implements Shape {
    @Override
    public boolean isProven(Object value) {
      return value instanceof Map<?, ?> map
          ? areProven(map.keySet()) && areProven(map.values())
          : areProven((Collection<?>) value);
    }

    private static boolean areProven(Collection<?> values) {
      for (Object each : values) {
        if (!Immutability.isProven(each)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The fields themselves: an accessor may give out a copy and another method may not. */
  private record Components(List<Field> fields) implements Shape {

    static Shape of(Class<?> type) {
      List<Field> fields = new ArrayList<>();
      for (Field field : type.getDeclaredFields()) {
        Class<?> declared = field.getType();
        if (Modifier.isStatic(field.getModifiers())
            || declared.isPrimitive()
            || (CONSTANT.contains(declared) && Modifier.isFinal(declared.getModifiers()))) {
          continue;
        }
        try {
          field.setAccessible(true);
        } catch (InaccessibleObjectException | SecurityException e) {
          return new Same(false);
        }
        fields.add(field);
      }
      return new Components(List.copyOf(fields));
    }

    @Override
    public boolean isProven(Object value) {
      for (Field field : fields) {
        try {
          if (!Immutability.isProven(field.get(value))) {
            return false;
          }
        } catch (IllegalAccessException e) {
          throw new AssertionError(Objects.toString(field), e);
        }
      }
      return true;
    }
  }
}
