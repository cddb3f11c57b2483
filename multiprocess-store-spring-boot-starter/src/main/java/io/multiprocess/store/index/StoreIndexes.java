package io.multiprocess.store.index;

import io.multiprocess.store.query.IndexedEntities;
import io.multiprocess.store.query.IndexedProperty;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.context.MappingContext;

/**
 * The indexes of all stores. They are built in the background when this starts, and can be stopped
 * and started again; until one is ready, queries read everything.
 *
 * <p>Safe for concurrent use.
 */
public final class StoreIndexes implements SmartLifecycle, IndexReports {

  private final Map<String, Map<String, Boolean>> configured;

  /** Guards all below. */
  private final Object lock = new Object();

  private final Map<Key, FollowedIndex<?>> indexes = new LinkedHashMap<>();
  private boolean running;

  private record Key(StoreTemplate template, Class<?> type) {}

  /** Indexes of properties that are {@link Indexed}. */
  public StoreIndexes() {
    this(Map.of());
  }

  /**
   * Indexes of properties that are {@link Indexed}, and of others.
   *
   * @param configured by the names of stores, properties and whether they are unique
   */
  public StoreIndexes(Map<String, Map<String, Boolean>> configured) {
    this.configured = configured;
  }

  /**
   * Entities of a type in a store with their index; empty if none of their properties has one.
   *
   * @throws InvalidIndexException if one of them cannot have an index
   */
  public <T> Optional<IndexedEntities<T>> of(
      StoreTemplate template,
      PersistentEntity<T, ?> entityType,
      MappingContext<?, ?> mappingContext) {
    List<IndexedProperty> properties = properties(template.name(), entityType, mappingContext);
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    synchronized (lock) {
      Key key = new Key(template, entityType.getType());
      @SuppressWarnings("unchecked") // of the type that is in the key
      FollowedIndex<T> index =
          (FollowedIndex<T>)
              indexes.computeIfAbsent(
                  key,
                  k ->
                      new FollowedIndex<>(
                          template,
                          entityType.getType(),
                          properties,
                          entity -> id(template, entityType, entity)));
      if (running) {
        index.start();
      }
      return Optional.of(index);
    }
  }

  private static <T> String id(
      StoreTemplate template, PersistentEntity<T, ?> entityType, T entity) {
    Object id = entityType.getIdentifierAccessor(entity).getRequiredIdentifier();
    return template.toId(id);
  }

  private List<IndexedProperty> properties(
      String store, PersistentEntity<?, ?> entityType, MappingContext<?, ?> mappingContext) {
    Map<String, IndexedProperty> properties = new LinkedHashMap<>();
    Class<?> type = entityType.getType();
    for (IndexedProperty property : IndexedProperties.of(entityType, mappingContext)) {
      property
          .obstacle(type)
          .ifPresent(
              obstacle -> {
                throw new InvalidIndexException(
                    "Property '%s' of %s cannot be indexed: %s"
                        .formatted(property.path(), type.getName(), obstacle),
                    "Take @Indexed away from it, or change it");
              });
      properties.put(property.path(), property);
    }
    configured
        .getOrDefault(store, Map.of())
        .forEach(
            (path, unique) -> {
              IndexedProperty property = new IndexedProperty(path, unique);
              if (property.exists(type)) {
                property
                    .obstacle(type)
                    .ifPresent(
                        obstacle -> {
                          throw configuredInVain(store, path, obstacle);
                        });
                properties.put(path, property);
              }
            });
    return List.copyOf(properties.values());
  }

  private static InvalidIndexException configuredInVain(String store, String path, String reason) {
    return new InvalidIndexException(
        "Property '%s' of objects in store '%s' cannot be indexed: %s"
            .formatted(path, store, reason),
        "Correct or remove '%s' under the store's 'indexes'".formatted(path));
  }

  /**
   * Refuses an entity with a value that is to be unique and that another object of its store is
   * known to have.
   *
   * @throws org.springframework.dao.DuplicateKeyException if there is one
   */
  public void requireUnique(String store, Object entity) {
    for (FollowedIndex<?> index : of(store)) {
      requireUnique(index, entity);
    }
  }

  private static <T> void requireUnique(FollowedIndex<T> index, Object entity) {
    if (index.type().isInstance(entity)) {
      index.requireUnique(index.type().cast(entity));
    }
  }

  @Override
  public List<IndexReport> indexes(String store) {
    List<IndexReport> reports = new ArrayList<>();
    of(store).forEach(index -> reports.add(index.report()));
    return reports;
  }

  private List<FollowedIndex<?>> of(String store) {
    synchronized (lock) {
      return indexes.values().stream().filter(index -> index.store().equals(store)).toList();
    }
  }

  /**
   * Begins to build the indexes.
   *
   * @throws InvalidIndexException if an index is configured that no entity has a property for
   */
  @Override
  public void start() {
    synchronized (lock) {
      configured.forEach(
          (store, properties) ->
              properties.keySet().stream()
                  .filter(path -> !isKnown(store, path))
                  .findFirst()
                  .ifPresent(
                      path -> {
                        throw configuredInVain(
                            store, path, "no repository of the store is of entities that have it");
                      }));
      running = true;
      indexes.values().forEach(FollowedIndex::start);
    }
  }

  private boolean isKnown(String store, String path) {
    Set<String> known = new TreeSet<>();
    of(store).forEach(index -> known.addAll(index.report().properties()));
    return known.contains(Objects.requireNonNull(path));
  }

  @Override
  public void stop() {
    synchronized (lock) {
      running = false;
      indexes.values().forEach(FollowedIndex::stop);
    }
  }

  @Override
  public boolean isRunning() {
    synchronized (lock) {
      return running;
    }
  }
}
