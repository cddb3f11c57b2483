package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.NullHandling;

/**
 * A total order of entities: as a sort says, and then by id. Nulls are last, whatever the
 * direction, unless the sort says otherwise.
 *
 * @param <T> type of the entities
 */
final class EntityOrder<T> {

  private final Entities<T> entities;
  private final List<Criterion> criteria;
  private final Comparator<List<@Nullable Object>> order;

  private EntityOrder(Entities<T> entities, List<Criterion> criteria) {
    this.entities = entities;
    this.criteria = criteria;
    this.order = this::compare;
  }

  /**
   * The order that a sort describes.
   *
   * @throws org.springframework.data.core.PropertyReferenceException if there is no such property
   * @throws InvalidDataAccessApiUsageException if a property cannot order entities
   */
  static <T> EntityOrder<T> of(Sort sort, Entities<T> entities) {
    List<Criterion> criteria = new ArrayList<>();
    for (Sort.Order order : sort.and(Sort.by(entities.idProperty()))) {
      criteria.add(Criterion.of(order, entities.type(), entities.idProperty()));
    }
    return new EntityOrder<>(entities, criteria);
  }

  /** Entities in this order. */
  Stream<T> sorted(Stream<T> selected) {
    return selected
        .map(entity -> new Placed<>(entity, keys(position(entity))))
        .sorted(Comparator.comparing(Placed::keys, order))
        .map(Placed::entity);
  }

  /**
   * Entities that are after a position, or before it if it scrolls backward, the nearest first.
   *
   * @param sorted all entities in this order
   */
  List<T> after(KeysetScrollPosition position, List<T> sorted) {
    List<T> directed = new ArrayList<>(sorted);
    if (position.scrollsBackward()) {
      Collections.reverse(directed);
    }
    if (position.isInitial()) {
      return directed;
    }
    List<@Nullable Object> start = keys(position.getKeys());
    Comparator<List<@Nullable Object>> direction =
        position.scrollsForward() ? order : order.reversed();
    return directed.stream()
        .filter(entity -> direction.compare(keys(position(entity)), start) > 0)
        .toList();
  }

  /** The property that this order goes by first. */
  Sort.Order primary() {
    return criteria.get(0).order();
  }

  /** By what an entity is ordered first. */
  @Nullable Object primaryKey(T entity) {
    return keys(position(entity)).get(0);
  }

  /** Whether entities with one primary key are all before a position, or behind it backward. */
  boolean isPassed(@Nullable Object primaryKey, KeysetScrollPosition position) {
    if (position.isInitial()) {
      return false;
    }
    int place = criteria.get(0).compare(primaryKey, keys(position.getKeys()).get(0));
    return position.scrollsForward() ? place < 0 : place > 0;
  }

  /** What tells an entity's place in this order. */
  Map<String, @Nullable Object> position(T entity) {
    Map<String, @Nullable Object> position = new LinkedHashMap<>();
    criteria.forEach(
        criterion -> position.put(criterion.name(), criterion.values().single(entity)));
    return position;
  }

  private List<@Nullable Object> keys(Map<String, ? extends @Nullable Object> position) {
    List<@Nullable Object> keys = new ArrayList<>();
    for (Criterion criterion : criteria) {
      if (!position.containsKey(criterion.name())) {
        throw new InvalidDataAccessApiUsageException(
            "The position %s does not say where '%s' was; expected one of a window by the same sort"
                .formatted(position, criterion.name()));
      }
      Object value = position.get(criterion.name());
      boolean isId = keys.size() == criteria.size() - 1;
      keys.add(isId ? entities.idKey(value) : criterion.key(value));
    }
    return keys;
  }

  private int compare(List<@Nullable Object> left, List<@Nullable Object> right) {
    int result = 0;
    for (int i = 0; i < criteria.size() && result == 0; i++) {
      result = criteria.get(i).compare(left.get(i), right.get(i));
    }
    return result;
  }

  private record Placed<T>(T entity, List<@Nullable Object> keys) {}

  /** One property of a sort. */
  private record Criterion(Sort.Order order, PropertyValues values, Class<?> type) {

    static Criterion of(Sort.Order order, Class<?> entityType, String idProperty) {
      PropertyPath path = PropertyPath.from(order.getProperty(), entityType);
      Class<?> type = path.getLeafProperty().getLeafType();
      if (PropertyValues.isPlural(path)) {
        throw unfit(order, entityType, "it leads to many values");
      }
      if (!ValueKind.of(type).isOrdered() && !order.getProperty().equals(idProperty)) {
        throw unfit(order, entityType, "its values have no order");
      }
      return new Criterion(order, PropertyValues.of(path), type);
    }

    private static InvalidDataAccessApiUsageException unfit(
        Sort.Order order, Class<?> entityType, String reason) {
      return new InvalidDataAccessApiUsageException(
          "Cannot sort by '%s' of %s: %s"
              .formatted(order.getProperty(), entityType.getName(), reason));
    }

    String name() {
      return order.getProperty();
    }

    /** What entities are ordered by. */
    @Nullable Object key(@Nullable Object value) {
      if (value != null && !ValueKind.of(type).canEqual(ValueKind.of(value.getClass()))) {
        throw new InvalidDataAccessApiUsageException(
            "'%s' of type %s is no value of '%s'; expected %s"
                .formatted(value, value.getClass().getName(), name(), type.getName()));
      }
      Object key = Values.normal(value);
      return order.isIgnoreCase() && key instanceof String text ? Text.folded(text) : key;
    }

    int compare(@Nullable Object left, @Nullable Object right) {
      if (left == null || right == null) {
        int nullsLast = Boolean.compare(left == null, right == null);
        return order.getNullHandling() == NullHandling.NULLS_FIRST ? -nullsLast : nullsLast;
      }
      int ascending = Values.ORDER.compare(left, right);
      return order.isAscending() ? ascending : -ascending;
    }
  }
}
