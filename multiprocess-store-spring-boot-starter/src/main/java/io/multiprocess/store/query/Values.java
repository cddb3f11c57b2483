package io.multiprocess.store.query;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * How values equal and follow one another: by a normal form of each.
 *
 * <ul>
 *   <li>Numbers are numbers, whatever their Java type.
 *   <li>Moments are moments, whatever their zone and Java type.
 *   <li>Text is text, and a character is one.
 *   <li>Lists and arrays are their elements in order, sets in no order, maps their entries.
 *   <li>Everything else is itself.
 * </ul>
 */
final class Values {

  /**
   * An order over all normal forms. Those that no order relates, since they are of different kinds,
   * are ordered by kind, so that the order is total.
   */
  static final Comparator<Object> ORDER = Values::compare;

  private Values() {}

  /** The normal form. */
  static @Nullable Object normal(@Nullable Object raw) {
    Object value = unwrapped(raw);
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Number number) {
      return Numeral.of(number);
    }
    Instant moment = moment(value);
    if (moment != null) {
      return moment;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(normal(key), normal(entry)));
      return entries;
    }
    List<@Nullable Object> elements = elements(value);
    if (elements == null) {
      return value;
    }
    List<@Nullable Object> list = new ArrayList<>();
    elements.forEach(element -> list.add(normal(element)));
    return value instanceof Set<?> ? new HashSet<>(list) : list;
  }

  @SuppressWarnings("JavaUtilDate") // entities may have such properties, whatever their merits
  private static @Nullable Instant moment(@Nullable Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ZonedDateTime time) {
      return time.toInstant();
    }
    if (value instanceof Date date) {
      return Instant.ofEpochMilli(date.getTime());
    }
    return value instanceof Calendar calendar ? calendar.toInstant() : null;
  }

  /** What an {@link Optional} holds, and everything else itself. */
  static @Nullable Object unwrapped(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** The elements of a collection or an array, the values of a map; null of everything else. */
  static @Nullable List<@Nullable Object> elements(@Nullable Object value) {
    if (value instanceof Collection<?> collection) {
      return new ArrayList<>(collection);
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.values());
    }
    if (value != null && value.getClass().isArray()) {
      return new ArrayList<>(List.of(ObjectUtils.toObjectArray(value)));
    }
    return null;
  }

  /** Whether one of two normal forms can be before the other. */
  static boolean areComparable(Object left, Object right) {
    return left instanceof Comparable<?> && kind(left) == kind(right);
  }

  @SuppressWarnings("unchecked") // of one kind
  private static int compare(Object left, Object right) {
    return areComparable(left, right)
        ? ((Comparable<Object>) left).compareTo(right)
        : kind(left).getName().compareTo(kind(right).getName());
  }

  /** A normal form as people are shown it. */
  static Object shown(Object normal) {
    return normal instanceof Numeral numeral && numeral.rank() == 0 ? numeral.value() : normal;
  }

  /** Normal forms of one kind can be before and after one another. */
  static Class<?> kind(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }
}
