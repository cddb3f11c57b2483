package io.multiprocess.store.query;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.core.PropertyReferenceException;

/**
 * The values that a path leads to. A path through a collection, an array or the values of a map
 * leads to as many values as there are elements; where something on the way is null, so is the
 * value.
 */
final class PropertyValues {

  private final List<String> segments;

  private PropertyValues(List<String> segments) {
    this.segments = segments;
  }

  static PropertyValues of(PropertyPath path) {
    return new PropertyValues(path.stream().map(PropertyPath::getSegment).toList());
  }

  /** Properties joined by dots. */
  static PropertyValues of(String path) {
    return new PropertyValues(List.of(path.split("\\.")));
  }

  /** Whether a path can lead to more values than one. */
  static boolean isPlural(PropertyPath path) {
    return path.stream()
        .map(PropertyPath::getTypeInformation)
        .anyMatch(type -> type.isCollectionLike() || type.isMap());
  }

  /** The properties joined by dots. */
  String path() {
    return String.join(".", segments);
  }

  /** Whether the path leads to one value of entities of a type, by what is declared. */
  boolean isSingular(Class<?> entityType) {
    try {
      return !isPlural(PropertyPath.from(path(), entityType));
    } catch (PropertyReferenceException e) {
      return false; // declared by a subtype
    }
  }

  /** Whether one of the values does it. */
  boolean anyMatches(Object entity, Predicate<@Nullable Object> test) {
    return anyMatches(PropertyReader.read(entity, segments.get(0)), 1, test);
  }

  private boolean anyMatches(
      @Nullable Object reached, int depth, Predicate<@Nullable Object> test) {
    Object value = Values.unwrapped(reached);
    if (value == null || depth == segments.size()) {
      return test.test(value);
    }
    List<@Nullable Object> elements = Values.elements(value);
    if (elements == null) {
      return anyMatches(PropertyReader.read(value, segments.get(depth)), depth + 1, test);
    }
    return elements.stream().anyMatch(element -> anyMatches(element, depth, test));
  }

  /** The value of a path that leads to one. */
  @Nullable Object single(Object entity) {
    Object value = entity;
    for (String segment : segments) {
      if (value == null) {
        return null;
      }
      value = Values.unwrapped(PropertyReader.read(value, segment));
    }
    return value;
  }
}
