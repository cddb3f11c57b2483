package io.multiprocess.store.query;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import org.springframework.util.ClassUtils;

/**
 * What values of a declared type can be compared with.
 *
 * @param type stands for all types whose values have the same kind of normal form; {@code Object}
 *     if nothing is known
 */
record ValueKind(Class<?> type) {

  private static final List<Class<?>> MOMENTS =
      List.of(OffsetDateTime.class, ZonedDateTime.class, Date.class, Calendar.class);

  static ValueKind of(Class<?> declared) {
    Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
    if (CharSequence.class.isAssignableFrom(type) || type == Character.class) {
      return new ValueKind(String.class);
    }
    if (Number.class.isAssignableFrom(type)) {
      return new ValueKind(Number.class);
    }
    if (MOMENTS.stream().anyMatch(moment -> moment.isAssignableFrom(type))) {
      return new ValueKind(Instant.class);
    }
    return new ValueKind(type);
  }

  /** Whether values of both can be equal. */
  boolean canEqual(ValueKind other) {
    return type.isAssignableFrom(other.type) || other.type.isAssignableFrom(type);
  }

  /** Whether values can be of a type. */
  boolean canBe(Class<?> other) {
    return canEqual(new ValueKind(other));
  }

  /** Whether values can be before and after one another. */
  boolean isOrdered() {
    return type == Object.class || type == Number.class || Comparable.class.isAssignableFrom(type);
  }
}
