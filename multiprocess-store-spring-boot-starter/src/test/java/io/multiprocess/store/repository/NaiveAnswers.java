package io.multiprocess.store.repository;

import io.multiprocess.store.repository.RandomQuery.Condition;
import io.multiprocess.store.repository.RandomQuery.Keyword;
import io.multiprocess.store.repository.RandomQuery.Ordering;
import io.multiprocess.store.repository.RandomQuery.Property;
import io.multiprocess.store.repository.Subject.Hue;
import io.multiprocess.store.repository.Subject.Piece;
import io.multiprocess.store.repository.Subject.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers queries as slowly and plainly as can be, with nothing of the code that is tested. */
final class NaiveAnswers {

  private static final List<Hue> HUES = List.of(Hue.RED, Hue.GREEN, Hue.BLUE);

  private NaiveAnswers() {}

  static List<Subject> answers(
      RandomQuery query, Map<Condition, List<@Nullable Object>> arguments, List<Subject> subjects) {
    List<Subject> found = new ArrayList<>();
    for (Subject subject : subjects) {
      boolean any = false;
      for (List<Condition> conditions : query.alternatives()) {
        boolean all = true;
        for (Condition condition : conditions) {
          boolean ignoreCase = condition.ignoreCase || query.allIgnoreCase();
          List<@Nullable Object> given = arguments.getOrDefault(condition, List.of());
          all &= holds(condition, given, ignoreCase, subject);
        }
        any |= all;
      }
      if (any) {
        insert(subject, found, query.orderings());
      }
    }
    boolean cut = query.form() == RandomQuery.Form.LIST && query.first() > 0;
    return cut && found.size() > query.first() ? found.subList(0, query.first()) : found;
  }

  private static void insert(Subject subject, List<Subject> found, List<Ordering> orderings) {
    int place = 0;
    while (place < found.size() && isBefore(found.get(place), subject, orderings)) {
      place++;
    }
    found.add(place, subject);
  }

  private static boolean isBefore(Subject left, Subject right, List<Ordering> orderings) {
    for (Ordering ordering : orderings) {
      Object a = reached(ordering.property(), left).get(0);
      Object b = reached(ordering.property(), right).get(0);
      if (a == null && b == null) {
        continue;
      }
      if (a == null || b == null) {
        return b == null;
      }
      int order = order(a, b);
      if (order != 0) {
        return ordering.descending() ? order > 0 : order < 0;
      }
    }
    return left.id().compareTo(right.id()) < 0;
  }

  private static boolean holds(
      Condition condition, List<@Nullable Object> arguments, boolean ignoreCase, Subject subject) {
    if (condition.property == Property.TAGS) {
      return holdsOfTags(condition.keyword, arguments, ignoreCase, subject.tags());
    }
    for (Object value : reached(condition.property, subject)) {
      if (holds(condition.keyword, arguments, ignoreCase, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsOfTags(
      Keyword keyword,
      List<@Nullable Object> arguments,
      boolean ignoreCase,
      @Nullable List<String> tags) {
    boolean noArgument = !arguments.isEmpty() && arguments.get(0) == null;
    if (keyword == Keyword.NULL || (keyword == Keyword.IS && noArgument)) {
      return tags == null;
    }
    if (keyword == Keyword.NOT_NULL) {
      return tags != null;
    }
    if (keyword == Keyword.EMPTY) {
      return tags != null && tags.size() == 0;
    }
    if (keyword == Keyword.NOT_EMPTY) {
      return tags != null && tags.size() > 0;
    }
    if (keyword == Keyword.CONTAINING || keyword == Keyword.NOT_CONTAINING) {
      boolean contained = holdsOfTags(Keyword.IS, arguments, ignoreCase, tags);
      return tags != null && !noArgument && contained == (keyword == Keyword.CONTAINING);
    }
    if (tags != null) {
      for (String tag : tags) {
        if (holds(keyword, arguments, ignoreCase, tag)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean holds(
      Keyword keyword,
      List<@Nullable Object> arguments,
      boolean ignoreCase,
      @Nullable Object value) {
    if (keyword == Keyword.NULL) {
      return value == null;
    }
    if (keyword == Keyword.NOT_NULL) {
      return value != null;
    }
    if (keyword == Keyword.IS && arguments.get(0) == null) {
      return value == null;
    }
    if (keyword == Keyword.NOT && arguments.get(0) == null) {
      return value != null;
    }
    if (value == null || arguments.contains(null)) {
      return false;
    }
    Object first = arguments.isEmpty() ? value : arguments.get(0);
    return switch (keyword) {
      case IS -> same(value, first, ignoreCase);
      case NOT -> !same(value, first, ignoreCase);
      case LESS, BEFORE -> order(value, first, ignoreCase) < 0;
      case LESS_OR_EQUAL -> order(value, first, ignoreCase) <= 0;
      case GREATER, AFTER -> order(value, first, ignoreCase) > 0;
      case GREATER_OR_EQUAL -> order(value, first, ignoreCase) >= 0;
      case BETWEEN ->
          order(value, first, ignoreCase) >= 0 && order(value, arguments.get(1), ignoreCase) <= 0;
      case IN -> isIn(value, first, ignoreCase);
      case NOT_IN -> !isIn(value, first, ignoreCase);
      case LIKE -> like(cased(value, ignoreCase), cased(first, ignoreCase));
      case NOT_LIKE -> !like(cased(value, ignoreCase), cased(first, ignoreCase));
      case STARTING -> cased(value, ignoreCase).startsWith(cased(first, ignoreCase));
      case ENDING -> cased(value, ignoreCase).endsWith(cased(first, ignoreCase));
      case CONTAINING -> cased(value, ignoreCase).indexOf(cased(first, ignoreCase)) >= 0;
      case NOT_CONTAINING -> cased(value, ignoreCase).indexOf(cased(first, ignoreCase)) < 0;
      case EMPTY -> value.toString().length() == 0;
      case NOT_EMPTY -> value.toString().length() > 0;
      case TRUE -> (Boolean) value;
      case FALSE -> !(Boolean) value;
      default -> throw new IllegalStateException(keyword.name());
    };
  }

  private static boolean isIn(Object value, Object given, boolean ignoreCase) {
    List<?> values = given instanceof Object[] array ? Arrays.asList(array) : (List<?>) given;
    for (Object each : values) {
      if (same(value, each, ignoreCase)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(Object value, Object other, boolean ignoreCase) {
    return order(value, other, ignoreCase) == 0;
  }

  private static int order(Object value, @Nullable Object other, boolean ignoreCase) {
    if (other == null) {
      throw new IllegalArgumentException("null");
    }
    return value instanceof String
        ? cased(value, ignoreCase).compareTo(cased(other, ignoreCase))
        : order(value, other);
  }

  private static int order(Object value, Object other) {
    if (value instanceof Number number) {
      return Double.compare(number.doubleValue(), ((Number) other).doubleValue());
    }
    if (value instanceof Instant moment) {
      return Long.compare(moment.getEpochSecond(), ((Instant) other).getEpochSecond());
    }
    if (value instanceof Hue hue) {
      return Integer.compare(HUES.indexOf(hue), HUES.indexOf((Hue) other));
    }
    if (value instanceof Boolean truth) {
      return Boolean.compare(truth, (Boolean) other);
    }
    return ((String) value).compareTo((String) other);
  }

  private static String cased(Object value, boolean ignoreCase) {
    String text = (String) value;
    return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Tries every length for every percent sign. */
  private static boolean like(String text, String pattern) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    char next = pattern.charAt(0);
    if (next == '%') {
      for (int skipped = 0; skipped <= text.length(); skipped++) {
        if (like(text.substring(skipped), pattern.substring(1))) {
          return true;
        }
      }
      return false;
    }
    boolean escaped = next == '\\' && pattern.length() > 1;
    char literal = escaped ? pattern.charAt(1) : next;
    boolean wild = next == '_';
    return !text.isEmpty()
        && (wild || text.charAt(0) == literal)
        && like(text.substring(1), pattern.substring(escaped ? 2 : 1));
  }

  private static List<@Nullable Object> reached(Property property, Subject subject) {
    Place place = subject.place();
    return switch (property) {
      case NAME -> Collections.singletonList(subject.name());
      case AGE -> Collections.singletonList(subject.age());
      case SCORE -> Collections.singletonList(subject.score());
      case PAY -> Collections.singletonList(subject.pay());
      case SEEN -> Collections.singletonList(subject.seen());
      case HUE -> Collections.singletonList(subject.hue());
      case LIVE -> Collections.singletonList(subject.live());
      case TAGS -> Collections.singletonList(subject.tags());
      case TOWN -> Collections.singletonList(place == null ? null : place.town());
      case CODE -> Collections.singletonList(place == null ? null : place.code());
      case LABEL, WEIGHT -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (Piece piece : subject.pieces()) {
          values.add(property == Property.LABEL ? piece.label() : piece.weight());
        }
        yield values;
      }
    };
  }
}
