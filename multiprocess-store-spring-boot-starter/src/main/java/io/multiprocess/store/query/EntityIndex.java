package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Ids of entities by the values of some properties. It tells which entities may match, never which
 * do: every candidate is to be read and asked.
 *
 * <p>Safe for concurrent use. An entity is put at once: nobody finds it both as it was and as it
 * is, nor not at all.
 *
 * @param <T> type of the entities
 */
public final class EntityIndex<T> {

  private final Map<String, PropertyIndex> properties = new LinkedHashMap<>();

  /** Guards all below, and what is in the indexes of the properties. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** For every entity, what each property's index has of it. */
  private final Map<String, Object[]> entries = new HashMap<>();

  /** Entities of which nothing is known but that they are there. */
  private final Set<String> unknown = new HashSet<>();

  /** An index of nothing yet. */
  public EntityIndex(List<IndexedProperty> properties) {
    properties.forEach(
        property -> this.properties.put(property.path(), new PropertyIndex(property)));
  }

  /** The properties that entities are found by. */
  public List<IndexedProperty> properties() {
    return properties.values().stream().map(PropertyIndex::property).toList();
  }

  /** Takes note of how an entity is now. */
  public void put(String id, T entity) {
    List<Keys> keys = new ArrayList<>();
    properties.values().forEach(property -> keys.add(property.keys(entity)));
    lock.writeLock().lock();
    try {
      String known = forget(id);
      Object[] added = new Object[keys.size()];
      int next = 0;
      for (PropertyIndex property : properties.values()) {
        added[next] = property.add(known, keys.get(next));
        next++;
      }
      entries.put(known, added);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes note that an entity is there, and that it is not known how. It may match anything. */
  public void putUnknown(String id) {
    lock.writeLock().lock();
    try {
      unknown.add(forget(id));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes note that an entity is gone. */
  public void remove(String id) {
    lock.writeLock().lock();
    try {
      forget(id);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private String forget(String id) {
    unknown.remove(id);
    Object[] added = entries.remove(id);
    if (added != null) {
      int next = 0;
      for (PropertyIndex property : properties.values()) {
        property.remove(id, added[next++]);
      }
    }
    return id;
  }

  /** Forgets everything. */
  public void clear() {
    lock.writeLock().lock();
    try {
      entries.clear();
      unknown.clear();
      properties.values().forEach(PropertyIndex::clear);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** How many entities there are. */
  public int size() {
    lock.readLock().lock();
    try {
      return entries.size() + unknown.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Ids of entities of which nothing is known but that they are there. */
  public List<String> unknown() {
    lock.readLock().lock();
    try {
      return List.copyOf(unknown);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Entities that have one value of a property which is to be unique.
   *
   * @param property the property
   * @param value the value; of numbers and moments a form that is equal for equal ones
   * @param ids ids of the entities in order
   */
  public record Duplicates(String property, Object value, List<String> ids) {}

  /** Values of unique properties that several entities have. */
  public List<Duplicates> duplicates() {
    lock.readLock().lock();
    try {
      List<Duplicates> duplicates = new ArrayList<>();
      for (PropertyIndex index : properties.values()) {
        if (index.property().unique()) {
          index
              .shared()
              .forEach(
                  (key, ids) ->
                      duplicates.add(
                          new Duplicates(index.property().path(), Values.shown(key), ids)));
        }
      }
      return duplicates;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Values of unique properties that other entities have already, of an entity to be written. */
  public List<Duplicates> duplicatesOf(String id, T entity) {
    lock.readLock().lock();
    try {
      List<Duplicates> duplicates = new ArrayList<>();
      for (PropertyIndex index : properties.values()) {
        if (index.property().unique()) {
          for (Object key : index.keys(entity).values()) {
            List<String> others =
                index.having(key).stream().filter(other -> !other.equals(id)).sorted().toList();
            if (!others.isEmpty()) {
              duplicates.add(new Duplicates(index.property().path(), Values.shown(key), others));
            }
          }
        }
      }
      return duplicates;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Ids of all entities that may match; empty if any may. */
  Optional<Set<String>> candidates(EntityCondition condition) {
    lock.readLock().lock();
    try {
      Optional<Set<String>> found = condition.candidates(this::find);
      found.ifPresent(ids -> ids.addAll(unknown));
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  private Optional<Set<String>> find(String path, Sought sought) {
    PropertyIndex property = properties.get(path);
    return property == null ? Optional.empty() : Optional.of(property.find(sought));
  }

  /** All entities by one property, in ascending order with those that have none last. */
  @Nullable List<PropertyIndex.Group> inOrder(String path) {
    lock.readLock().lock();
    try {
      PropertyIndex property = properties.get(path);
      List<PropertyIndex.Group> groups =
          property == null || !unknown.isEmpty() ? null : property.groups();
      if (property == null || groups == null) {
        return null;
      }
      List<PropertyIndex.Group> all = new ArrayList<>(groups);
      all.add(new PropertyIndex.Group(null, property.nulls()));
      return all;
    } finally {
      lock.readLock().unlock();
    }
  }
}
