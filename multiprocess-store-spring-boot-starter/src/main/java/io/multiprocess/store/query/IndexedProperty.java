package io.multiprocess.store.query;

import java.util.Optional;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.core.PropertyReferenceException;

/**
 * A property of entities whose values are to be found in an index.
 *
 * @param path properties joined by dots
 * @param unique whether no two entities may have one value
 */
public record IndexedProperty(String path, boolean unique) {

  /** Whether entities of a type have this property. */
  public boolean exists(Class<?> entityType) {
    try {
      return PropertyPath.from(path, entityType).toDotPath().equals(path);
    } catch (PropertyReferenceException e) {
      return false;
    }
  }

  /**
   * Why entities of a type cannot be found by this property; empty if they can.
   *
   * @param entityType type of the entities
   */
  public Optional<String> obstacle(Class<?> entityType) {
    PropertyPath found;
    try {
      found = PropertyPath.from(path, entityType);
    } catch (PropertyReferenceException e) {
      return Optional.of("there is no such property: " + e.getMessage());
    }
    if (!found.toDotPath().equals(path)) {
      return Optional.of("there is no such property; expected '%s'".formatted(found.toDotPath()));
    }
    if (!Keys.canBeOf(found.getLeafProperty().getLeafType())) {
      return Optional.of(
          "values of %s cannot be found in an index; expected text, numbers, booleans, enums, UUIDs, dates or times, or collections of them"
              .formatted(found.getLeafProperty().getLeafType().getName()));
    }
    return unique && PropertyValues.isPlural(found)
        ? Optional.of("it leads to many values, which cannot be unique; expected a single one")
        : Optional.empty();
  }
}
