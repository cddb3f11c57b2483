package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.NullHandling;

/**
 * Reads entities in the order of an index, no more of them than are wanted.
 *
 * <p>When one that is read is no longer where the index had it, the order is of no use any more: it
 * may belong before what was read already. Then there is no answer, and everything is to be read.
 *
 * @param <T> type of the entities
 */
final class IndexOrder<T> {

  private final IndexedEntities<T> entities;
  private final EntityIndex<T> index;
  private final EntityOrder<T> order;
  private final EntityCondition condition;

  IndexOrder(
      IndexedEntities<T> entities,
      EntityIndex<T> index,
      EntityOrder<T> order,
      EntityCondition condition) {
    this.entities = entities;
    this.index = index;
    this.order = order;
    this.condition = condition;
  }

  /**
   * The first entities, and how many there are.
   *
   * @param first so many as were wanted at least, if there are
   * @param total how many there are
   */
  record Page<T>(List<T> first, long total) {}

  /** The first of all entities. */
  Optional<Page<T>> page(long count) {
    List<PropertyIndex.Group> groups = groups();
    if (groups == null) {
      return Optional.empty();
    }
    long total = groups.stream().mapToLong(group -> group.ids().size()).sum();
    KeysetScrollPosition start = ScrollPosition.keyset();
    return after(groups, start, count).map(first -> new Page<>(first, total));
  }

  /** Entities that match, after a position, the nearest first: so many at least, if there are. */
  Optional<List<T>> after(KeysetScrollPosition position, long count) {
    List<PropertyIndex.Group> groups = groups();
    return groups == null ? Optional.empty() : after(groups, position, count);
  }

  private Optional<List<T>> after(
      List<PropertyIndex.Group> groups, KeysetScrollPosition position, long count) {
    List<PropertyIndex.Group> directed = new ArrayList<>(groups);
    if (position.scrollsBackward()) {
      Collections.reverse(directed);
    }
    List<T> found = new ArrayList<>();
    for (PropertyIndex.Group group : directed) {
      if (found.size() >= count) {
        break;
      }
      if (!group.ids().isEmpty() && !order.isPassed(group.key(), position)) {
        List<T> read = read(group);
        if (read == null) {
          return Optional.empty();
        }
        List<T> sorted = order.sorted(read.stream().filter(condition)).toList();
        found.addAll(order.after(position, sorted));
      }
    }
    return Optional.of(found);
  }

  private @Nullable List<T> read(PropertyIndex.Group group) {
    List<T> read = new ArrayList<>();
    try (Stream<T> entitiesOfGroup = entities.read(group.ids())) {
      entitiesOfGroup.forEach(read::add);
    }
    boolean inPlace =
        read.stream().allMatch(entity -> Objects.equals(order.primaryKey(entity), group.key()));
    return inPlace ? read : null;
  }

  /** Entities by the first property of the order and in its direction; null if that is unknown. */
  private @Nullable List<PropertyIndex.Group> groups() {
    Sort.Order primary = order.primary();
    List<PropertyIndex.Group> ascending =
        primary.isIgnoreCase() ? null : index.inOrder(primary.getProperty());
    if (ascending == null) {
      return null;
    }
    List<PropertyIndex.Group> groups = new ArrayList<>(ascending);
    PropertyIndex.Group nulls = groups.remove(groups.size() - 1);
    if (primary.isDescending()) {
      Collections.reverse(groups);
    }
    groups.add(primary.getNullHandling() == NullHandling.NULLS_FIRST ? 0 : groups.size(), nulls);
    return groups;
  }
}
