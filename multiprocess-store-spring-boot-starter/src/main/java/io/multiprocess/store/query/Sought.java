package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;

/**
 * What an index is to look for so that all entities are found that do what a keyword asks.
 *
 * @param ranges where keys are looked for
 * @param nulls whether null is looked for
 */
record Sought(List<KeyRange> ranges, boolean nulls) {

  private static final Sought NULL = new Sought(List.of(), true);
  private static final Sought NOTHING = new Sought(List.of(), false);

  /**
   * What to look for; empty if no index can tell.
   *
   * @param ofElements whether {@code Containing} asks for an element, not for a part of text
   */
  static Optional<Sought> of(
      Part.Type keyword,
      boolean ignoreCase,
      boolean ofElements,
      List<? extends @Nullable Object> arguments) {
    if (ignoreCase) {
      return Optional.empty();
    }
    return switch (keyword) {
      case IS_NULL -> Optional.of(NULL);
      case TRUE -> equalTo(true);
      case FALSE -> equalTo(false);
      default ->
          arguments.isEmpty()
              ? Optional.empty()
              : arguments.stream().anyMatch(Objects::isNull)
                  ? ofNull(keyword)
                  : ofValues(keyword, ofElements, arguments);
    };
  }

  private static Optional<Sought> ofNull(Part.Type keyword) {
    return switch (keyword) {
      case SIMPLE_PROPERTY -> Optional.of(NULL);
      case NEGATING_SIMPLE_PROPERTY -> Optional.empty();
      default -> Optional.of(NOTHING);
    };
  }

  private static Optional<Sought> ofValues(
      Part.Type keyword, boolean ofElements, List<?> arguments) {
    Object argument = Objects.requireNonNull(arguments.get(0));
    return switch (keyword) {
      case SIMPLE_PROPERTY -> equalTo(argument);
      case LESS_THAN, BEFORE -> key(argument).map(key -> within(KeyRange.below(key, false)));
      case LESS_THAN_EQUAL -> key(argument).map(key -> within(KeyRange.below(key, true)));
      case GREATER_THAN, AFTER -> key(argument).map(key -> within(KeyRange.above(key, false)));
      case GREATER_THAN_EQUAL -> key(argument).map(key -> within(KeyRange.above(key, true)));
      case BETWEEN ->
          argument instanceof Range<?> range
              ? between(range)
              : between(argument, true, Objects.requireNonNull(arguments.get(1)), true);
      case IN -> in(argument);
      case STARTING_WITH ->
          key(argument)
              .filter(String.class::isInstance)
              .map(prefix -> within(KeyRange.startingWith((String) prefix)));
      case CONTAINING -> ofElements ? equalTo(argument) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Object> key(Object argument) {
    Object normal = Values.normal(argument);
    return normal != null && Keys.isKey(normal) ? Optional.of(normal) : Optional.empty();
  }

  private static Sought within(KeyRange range) {
    return new Sought(List.of(range), false);
  }

  private static Optional<Sought> equalTo(Object argument) {
    return key(argument).map(key -> within(KeyRange.only(key)));
  }

  private static Optional<Sought> between(Range<?> range) {
    Object lower = range.getLowerBound().getValue().orElse(null);
    Object upper = range.getUpperBound().getValue().orElse(null);
    boolean includesLower = range.getLowerBound().isInclusive();
    boolean includesUpper = range.getUpperBound().isInclusive();
    if (lower != null && upper != null) {
      return between(lower, includesLower, upper, includesUpper);
    }
    if (lower != null) {
      return key(lower).map(key -> within(KeyRange.above(key, includesLower)));
    }
    return Optional.ofNullable(upper)
        .flatMap(Sought::key)
        .map(key -> within(KeyRange.below(key, includesUpper)));
  }

  private static Optional<Sought> between(
      Object lower, boolean includesLower, Object upper, boolean includesUpper) {
    Optional<Object> from = key(lower);
    Optional<Object> to = key(upper);
    if (from.isEmpty() || to.isEmpty() || Values.kind(from.get()) != Values.kind(to.get())) {
      return Optional.empty();
    }
    int order = Values.ORDER.compare(from.get(), to.get());
    return Optional.of(
        order > 0 || (order == 0 && !(includesLower && includesUpper))
            ? NOTHING
            : within(new KeyRange(from.get(), includesLower, to.get(), includesUpper)));
  }

  private static Optional<Sought> in(Object argument) {
    List<@Nullable Object> elements = new ArrayList<>();
    if (argument instanceof Iterable<?> iterable) {
      iterable.forEach(elements::add);
    } else {
      List<@Nullable Object> given = Values.elements(argument);
      if (given == null) {
        return Optional.empty();
      }
      elements.addAll(given);
    }
    List<KeyRange> ranges = new ArrayList<>();
    for (Object element : elements) {
      if (element == null) {
        continue; // null is in nothing
      }
      Optional<Object> key = key(element);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      ranges.add(KeyRange.only(key.get()));
    }
    return Optional.of(new Sought(ranges, false));
  }
}
