package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what one property of an entity is found.
 *
 * @param values normal forms of its values and of the elements of those that are collections
 * @param hasNull whether a value is null
 * @param isIncomplete whether there are values that are no keys
 */
record Keys(List<Object> values, boolean hasNull, boolean isIncomplete) {

  /** The keys of a property. */
  static Keys of(PropertyValues property, Object entity) {
    Collector collector = new Collector();
    property.anyMatches(entity, collector::add);
    return new Keys(List.copyOf(collector.values), collector.hasNull, collector.isIncomplete);
  }

  /**
   * Whether a normal form is a key: its class orders and equals values alike, and as queries do.
   */
  static boolean isKey(@Nullable Object normal) {
    return normal instanceof String
        || normal instanceof Numeral
        || normal instanceof Boolean
        || normal instanceof Enum<?>
        || normal instanceof UUID
        || (normal instanceof Comparable<?> && isTime(normal.getClass()));
  }

  /** Whether values of a declared type can be keys. */
  static boolean canBeOf(Class<?> type) {
    Class<?> kind = ValueKind.of(type).type();
    return kind == String.class
        || kind == Number.class
        || kind == Boolean.class
        || kind.isEnum()
        || kind == UUID.class
        || (Comparable.class.isAssignableFrom(kind) && isTime(kind));
  }

  private static boolean isTime(Class<?> type) {
    return type.getPackageName().equals("java.time");
  }

  private static final class Collector {
    private final Set<Object> values = new HashSet<>();
    private boolean hasNull;
    private boolean isIncomplete;

    /** Takes a value, and goes on to the next. */
    boolean add(@Nullable Object value) {
      if (value == null) {
        hasNull = true;
        return false;
      }
      List<@Nullable Object> elements = Values.elements(value);
      if (elements == null) {
        addKey(value);
      } else {
        List<Object> present = new ArrayList<>();
        elements.forEach(
            element -> {
              if (element != null) {
                present.add(element);
              }
            });
        present.forEach(this::addKey);
      }
      return false;
    }

    private void addKey(Object value) {
      Object normal = Values.normal(value);
      if (normal != null && isKey(normal)) {
        values.add(normal);
      } else {
        isIncomplete = true;
      }
    }
  }
}
