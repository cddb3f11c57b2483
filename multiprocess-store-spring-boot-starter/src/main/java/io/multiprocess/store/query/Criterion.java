package io.multiprocess.store.query;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;

/**
 * What a keyword asks of the value of a property.
 *
 * <p>Null does none of it, neither as the value nor as the argument, but for {@code IsNull} and for
 * being equal to null. Of a collection it is enough if one element does it, but where the
 * collection itself is asked for.
 */
final class Criterion {

  private final boolean ignoreCase;

  private Criterion(boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
  }

  /** The test that a keyword and its arguments are. */
  static Predicate<@Nullable Object> of(
      Part.Type keyword, boolean ignoreCase, List<? extends @Nullable Object> arguments) {
    return new Criterion(ignoreCase).of(keyword, arguments);
  }

  /** The test whether a value equals another. */
  static Predicate<@Nullable Object> equalTo(@Nullable Object expected, boolean ignoreCase) {
    return new Criterion(ignoreCase).equalTo(expected);
  }

  private Predicate<@Nullable Object> of(
      Part.Type keyword, List<? extends @Nullable Object> arguments) {
    return switch (keyword) {
      case IS_NULL -> Objects::isNull;
      case IS_NOT_NULL, EXISTS -> Objects::nonNull;
      case TRUE -> any(Boolean.TRUE::equals);
      case FALSE -> any(Boolean.FALSE::equals);
      case IS_EMPTY -> value -> value != null && isEmpty(value);
      case IS_NOT_EMPTY -> value -> value != null && !isEmpty(value);
      default ->
          arguments.stream().anyMatch(Objects::isNull)
              ? ofNull(keyword)
              : ofValues(keyword, arguments);
    };
  }

  private static Predicate<@Nullable Object> ofNull(Part.Type keyword) {
    return switch (keyword) {
      case SIMPLE_PROPERTY -> Objects::isNull;
      case NEGATING_SIMPLE_PROPERTY -> Objects::nonNull;
      default -> value -> false;
    };
  }

  private Predicate<@Nullable Object> ofValues(Part.Type keyword, List<?> arguments) {
    Object argument = Objects.requireNonNull(arguments.get(0));
    return switch (keyword) {
      case SIMPLE_PROPERTY -> equalTo(argument);
      case NEGATING_SIMPLE_PROPERTY -> notEqualTo(argument);
      case LESS_THAN, BEFORE -> any(ordered(argument, order -> order < 0));
      case LESS_THAN_EQUAL -> any(ordered(argument, order -> order <= 0));
      case GREATER_THAN, AFTER -> any(ordered(argument, order -> order > 0));
      case GREATER_THAN_EQUAL -> any(ordered(argument, order -> order >= 0));
      case BETWEEN -> any(argument instanceof Range<?> range ? within(range) : within(arguments));
      case IN -> any(in(argument));
      case NOT_IN -> any(in(argument).negate());
      case LIKE -> any(matching(like(argument)));
      case NOT_LIKE -> any(text(like(argument).asMatchPredicate().negate()));
      case REGEX -> any(regex(argument));
      case STARTING_WITH -> any(text(value -> value.startsWith(textOf(argument))));
      case ENDING_WITH -> any(text(value -> value.endsWith(textOf(argument))));
      case CONTAINING -> notNull(value -> contains(value, argument));
      case NOT_CONTAINING -> notNull(value -> !contains(value, argument));
      default ->
          throw new IllegalArgumentException("Keyword %s is not supported".formatted(keyword));
    };
  }

  private Predicate<@Nullable Object> equalTo(@Nullable Object expected) {
    Object normal = normal(expected);
    if (normal == null) {
      return Objects::isNull;
    }
    return Values.elements(expected) == null
        ? any(value -> normal.equals(normal(value)))
        : value -> areEqual(normal, normal(value));
  }

  private Predicate<@Nullable Object> notEqualTo(Object expected) {
    Predicate<@Nullable Object> equal = equalTo(expected);
    return value -> value != null && !equal.test(value);
  }

  /** Whether two collections are equal; if one of them knows no order, then in any order. */
  private static boolean areEqual(Object expected, @Nullable Object actual) {
    boolean unordered =
        expected instanceof Collection<?>
            && actual instanceof Collection<?>
            && (expected instanceof Set<?> || actual instanceof Set<?>);
    return unordered
        ? new HashSet<>((Collection<?>) expected).equals(new HashSet<>((Collection<?>) actual))
        : expected.equals(actual);
  }

  private Predicate<Object> ordered(@Nullable Object bound, IntPredicate order) {
    Object right = normal(bound);
    return value -> {
      Object left = normal(value);
      return left != null
          && right != null
          && Values.areComparable(left, right)
          && order.test(Values.ORDER.compare(left, right));
    };
  }

  private Predicate<Object> within(List<?> bounds) {
    return ordered(bounds.get(0), order -> order >= 0)
        .and(ordered(bounds.get(1), order -> order <= 0));
  }

  private Predicate<Object> within(Range<?> range) {
    Range.Bound<?> lower = range.getLowerBound();
    Range.Bound<?> upper = range.getUpperBound();
    return bounded(lower, order -> order > 0 || (lower.isInclusive() && order == 0))
        .and(bounded(upper, order -> order < 0 || (upper.isInclusive() && order == 0)));
  }

  private Predicate<Object> bounded(Range.Bound<?> bound, IntPredicate order) {
    return bound.getValue().map(value -> ordered(value, order)).orElse(value -> true);
  }

  private Predicate<Object> in(Object argument) {
    Set<@Nullable Object> expected = new HashSet<>();
    Iterable<?> elements =
        argument instanceof Iterable<?> iterable ? iterable : Values.elements(argument);
    if (elements == null) {
      expected.add(normal(argument));
    } else {
      elements.forEach(element -> expected.add(normal(element)));
    }
    return value -> expected.contains(normal(value));
  }

  private Pattern like(Object argument) {
    return Text.like(textOf(argument));
  }

  private Predicate<Object> matching(Pattern pattern) {
    return text(pattern.asMatchPredicate());
  }

  private Predicate<Object> regex(Object argument) {
    Predicate<String> matches = Text.regex(argument, ignoreCase).asMatchPredicate();
    return value -> Values.normal(value) instanceof String text && matches.test(text);
  }

  private boolean contains(Object value, Object argument) {
    List<@Nullable Object> elements = Values.elements(value);
    if (elements != null) {
      Object expected = normal(argument);
      return elements.stream().anyMatch(element -> Objects.equals(normal(element), expected));
    }
    return normal(value) instanceof String text && text.contains(textOf(argument));
  }

  private static boolean isEmpty(Object value) {
    List<@Nullable Object> elements = Values.elements(value);
    return elements != null ? elements.isEmpty() : "".equals(Values.normal(value));
  }

  private Predicate<Object> text(Predicate<String> test) {
    return value -> normal(value) instanceof String text && test.test(text);
  }

  private String textOf(Object argument) {
    if (normal(argument) instanceof String text) {
      return text;
    }
    throw new InvalidDataAccessApiUsageException(
        "'%s' of type %s is no text".formatted(argument, argument.getClass().getName()));
  }

  private @Nullable Object normal(@Nullable Object value) {
    Object normal = Values.normal(value);
    return ignoreCase ? folded(normal) : normal;
  }

  private static @Nullable Object folded(@Nullable Object normal) {
    if (normal instanceof String text) {
      return Text.folded(text);
    }
    if (normal instanceof List<?> list) {
      return list.stream().map(Criterion::folded).toList();
    }
    return normal instanceof Set<?> set
        ? new HashSet<>(set.stream().map(Criterion::folded).toList())
        : normal;
  }

  private static Predicate<@Nullable Object> notNull(Predicate<Object> test) {
    return value -> value != null && test.test(value);
  }

  private static Predicate<@Nullable Object> any(Predicate<Object> test) {
    return value -> {
      if (value == null) {
        return false;
      }
      List<@Nullable Object> elements = Values.elements(value);
      return elements == null
          ? test.test(value)
          : elements.stream().filter(Objects::nonNull).anyMatch(test);
    };
  }
}
