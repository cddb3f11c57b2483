package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ids of entities by the values of one property. */
final class PropertyIndex {

  private final IndexedProperty property;
  private final PropertyValues values;

  /** By the kind of the keys, so that each map has keys of one class only. */
  private final Map<Class<?>, NavigableMap<Object, Set<String>>> idsByKind = new HashMap<>();

  private final Set<String> nulls = new HashSet<>();
  private final Set<String> incomplete = new HashSet<>();

  PropertyIndex(IndexedProperty property) {
    this.property = property;
    this.values = PropertyValues.of(property.path());
  }

  IndexedProperty property() {
    return property;
  }

  /** The keys of an entity. */
  Keys keys(Object entity) {
    return Keys.of(values, entity);
  }

  /**
   * Adds an entity.
   *
   * @return what it is to be removed with: a key, or keys
   */
  Object add(String id, Keys keys) {
    if (keys.hasNull()) {
      nulls.add(id);
    }
    if (keys.isIncomplete()) {
      incomplete.add(id);
    }
    List<Object> shared = new ArrayList<>(keys.values().size());
    for (Object key : keys.values()) {
      shared.add(add(id, key));
    }
    boolean single = shared.size() == 1 && !keys.hasNull() && !keys.isIncomplete();
    return single
        ? shared.get(0)
        : new Keys(List.copyOf(shared), keys.hasNull(), keys.isIncomplete());
  }

  /** Adds a key, and returns that of equal ones which is in the map already, to have it once. */
  private Object add(String id, Object key) {
    NavigableMap<Object, Set<String>> ids =
        idsByKind.computeIfAbsent(Values.kind(key), kind -> new TreeMap<>());
    Map.Entry<Object, Set<String>> present = ids.ceilingEntry(key);
    if (present == null || !present.getKey().equals(key)) {
      ids.put(key, Set.of(id));
      return key;
    }
    Set<String> others = present.getValue();
    if (others.size() == 1) {
      others = new HashSet<>(others);
      ids.put(present.getKey(), others);
    }
    others.add(id);
    return present.getKey();
  }

  /** Removes an entity with what adding it gave. */
  void remove(String id, Object added) {
    if (added instanceof Keys keys) {
      nulls.remove(id);
      incomplete.remove(id);
      keys.values().forEach(key -> removeKey(id, key));
    } else {
      removeKey(id, added);
    }
  }

  private void removeKey(String id, Object key) {
    NavigableMap<Object, Set<String>> ids = idsByKind.get(Values.kind(key));
    Set<String> found = ids == null ? null : ids.get(key);
    if (ids == null || found == null) {
      return;
    }
    if (found.size() == 1) {
      ids.remove(key);
      return;
    }
    found.remove(id);
    if (found.size() == 1) {
      ids.put(key, Set.copyOf(found));
    }
  }

  void clear() {
    idsByKind.clear();
    nulls.clear();
    incomplete.clear();
  }

  /** Ids of all entities that may do what is asked. */
  Set<String> find(Sought sought) {
    Set<String> found = new HashSet<>(incomplete);
    for (KeyRange range : sought.ranges()) {
      NavigableMap<Object, Set<String>> ids = idsByKind.get(range.kind());
      if (ids != null) {
        range.of(ids).values().forEach(found::addAll);
      }
    }
    if (sought.nulls()) {
      found.addAll(nulls);
    }
    return found;
  }

  /** Ids of entities that have a key. */
  Set<String> having(Object key) {
    NavigableMap<Object, Set<String>> ids = idsByKind.get(Values.kind(key));
    return ids == null ? Set.of() : ids.getOrDefault(key, Set.of());
  }

  /** Keys that several entities have. */
  Map<Object, List<String>> shared() {
    Map<Object, List<String>> shared = new HashMap<>();
    for (NavigableMap<Object, Set<String>> ids : idsByKind.values()) {
      ids.forEach(
          (key, of) -> {
            if (of.size() > 1) {
              shared.put(key, of.stream().sorted().toList());
            }
          });
    }
    return shared;
  }

  /**
   * Entities that have one value.
   *
   * @param key the value; null of those that have none
   * @param ids their ids
   */
  record Group(@Nullable Object key, List<String> ids) {}

  /** All entities by ascending value; null if their values cannot be put in one order. */
  @Nullable List<Group> groups() {
    if (!incomplete.isEmpty()
        || idsByKind.values().stream().filter(m -> !m.isEmpty()).count() > 1) {
      return null;
    }
    List<Group> groups = new ArrayList<>();
    Collection<NavigableMap<Object, Set<String>>> maps = idsByKind.values();
    maps.forEach(ids -> ids.forEach((key, of) -> groups.add(new Group(key, List.copyOf(of)))));
    return Collections.unmodifiableList(groups);
  }

  /** Entities whose value is null. */
  List<String> nulls() {
    return List.copyOf(nulls);
  }
}
