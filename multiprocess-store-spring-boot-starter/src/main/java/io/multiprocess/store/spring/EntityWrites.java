package io.multiprocess.store.spring;

import static io.multiprocess.store.spring.StoreExceptionTranslator.READING;
import static io.multiprocess.store.spring.StoreExceptionTranslator.WRITING;

import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.observation.ObservedTypedStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writing entities: what is done to them before, the id they get, and what they hold afterwards.
 */
final class EntityWrites {

  private static final Logger log = LoggerFactory.getLogger(EntityWrites.class);

  /** The store through a type. */
  interface TypedStores {
    <T> ObservedTypedStore<T> of(Class<T> type);
  }

  private final String name;
  private final ObjectStore store;
  private final ObjectStore bare;
  private final EntityMapper mapper;
  private final TypedStores typed;
  private final EntityLifecycle lifecycle;

  /**
   * Writes to a store.
   *
   * @param bare the same store for what a write has to read, which nobody is to observe
   */
  EntityWrites(
      String name,
      ObjectStore store,
      ObjectStore bare,
      EntityMapper mapper,
      TypedStores typed,
      EntityLifecycle lifecycle) {
    this.name = name;
    this.store = store;
    this.bare = bare;
    this.mapper = mapper;
    this.typed = typed;
    this.lifecycle = lifecycle;
  }

  <T> T create(T given) {
    T entity = prepare(given, true);
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Versioned<T> stored = WRITING.translate(() -> typed.of(mapping.type()).create(id, entity));
    return lifecycle.afterSave(mapping.written(entity, stored), name);
  }

  /** Creates all, the later ones too if an earlier one cannot be created. */
  <T> List<T> createAll(Collection<? extends T> given) {
    List<T> entities = new ArrayList<>();
    Map<Class<T>, Map<String, T>> byType = new LinkedHashMap<>();
    for (T each : given) {
      T entity = prepare(each, true);
      EntityMapping<T> mapping = mapper.mappingFor(entity);
      String id = requireId(entity, mapping);
      if (byType.computeIfAbsent(mapping.type(), t -> new LinkedHashMap<>()).put(id, entity)
          != null) {
        throw new DuplicateKeyException(
            "'%s' stands twice among the objects to be created; expected different ids"
                .formatted(id));
      }
      entities.add(entity);
    }
    Map<String, Versioned<T>> stored = new HashMap<>();
    byType.forEach(
        (type, values) ->
            WRITING
                .translate(() -> typed.of(type).createAll(values))
                .forEach(each -> stored.put(each.id(), each)));
    List<T> created = new ArrayList<>();
    for (T entity : entities) {
      EntityMapping<T> mapping = mapper.mappingFor(entity);
      Versioned<T> written = Objects.requireNonNull(stored.get(requireId(entity, mapping)));
      created.add(lifecycle.afterSave(mapping.written(entity, written), name));
    }
    return created;
  }

  /** Publishes an edit of the revision that the entity holds, or else of whatever is there. */
  <T> T update(T given, BiFunction<TypedStore<T>, Versioned<T>, Versioned<T>> publication) {
    T entity = prepare(given, false);
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Revision base = mapping.revision(entity);
    Versioned<T> stored =
        WRITING.translate(
            () ->
                typed
                    .of(mapping.type())
                    .update(
                        id,
                        to ->
                            base != null
                                ? publication.apply(to, new Versioned<>(id, base, entity))
                                : overwrite(id, entity, to, publication)));
    return saved(entity, mapping, stored);
  }

  /** Replaces what is there, and if that changes meanwhile, what is there then. */
  private <T> Versioned<T> overwrite(
      String id,
      T entity,
      TypedStore<T> typedStore,
      BiFunction<TypedStore<T>, Versioned<T>, Versioned<T>> publication) {
    while (true) {
      Versioned<ObjectNode> winner = bare.get(id);
      try {
        return publication.apply(typedStore, winner.withValue(entity));
      } catch (StaleRevisionException e) {
        log.trace("Somebody else edited '{}' meanwhile", id, e);
      }
    }
  }

  /** Replaces what is there or creates what is not, again when somebody did the opposite. */
  <T> T replace(T given) {
    T entity = prepare(given, isCreation(given));
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Versioned<T> stored =
        WRITING.translate(
            () -> typed.of(mapping.type()).update(id, to -> replaceOrCreate(id, entity, to)));
    return saved(entity, mapping, stored);
  }

  private <T> Versioned<T> replaceOrCreate(String id, T entity, TypedStore<T> typedStore) {
    while (true) {
      Optional<Versioned<ObjectNode>> winner = bare.find(id);
      try {
        return winner.isPresent()
            ? typedStore.update(winner.get().withValue(entity))
            : typedStore.create(id, entity);
      } catch (ObjectExistsException | ObjectNotFoundException | StaleRevisionException e) {
        log.trace("'{}' changed under its replacement", id, e);
      }
    }
  }

  <T> T upsert(T given) {
    T entity = prepare(given, isCreation(given));
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Versioned<T> stored = WRITING.translate(() -> typed.of(mapping.type()).upsert(id, entity));
    return lifecycle.afterSave(mapping.merged(entity, stored), name);
  }

  <T> T settle(T given, Collection<Revision> rivals) {
    T entity = prepare(given, false);
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Versioned<T> stored =
        WRITING.translate(() -> typed.of(mapping.type()).settle(id, entity, rivals));
    return lifecycle.afterSave(mapping.written(entity, stored), name);
  }

  <T> boolean delete(T given) {
    T entity = lifecycle.beforeDelete(given, name);
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Revision revision = mapping.revision(entity);
    boolean deleted =
        WRITING.translate(() -> revision == null ? store.delete(id) : store.delete(id, revision));
    if (deleted) {
      lifecycle.afterDelete(entity, name);
    }
    return deleted;
  }

  /** The entity as it is to become a document. Without an id it gets one if it is created. */
  private <T> T prepare(T given, boolean creation) {
    T entity = lifecycle.beforeConvert(given, name, creation);
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    if (creation && mapping.id(entity) == null) {
      entity = mapping.identified(entity, mapping.newId());
    }
    return lifecycle.beforeSave(entity, name);
  }

  private <T> T saved(T entity, EntityMapping<T> mapping, Versioned<T> stored) {
    T saved =
        mapper.areEqual(entity, stored.value())
            ? mapping.written(entity, stored)
            : mapping.merged(entity, stored);
    return lifecycle.afterSave(saved, name);
  }

  private <T> boolean isCreation(T entity) {
    String id = mapper.mappingFor(entity).id(entity);
    return id == null || !READING.translate(() -> bare.exists(id));
  }

  private static <T> String requireId(T entity, EntityMapping<T> mapping) {
    String id = mapping.id(entity);
    if (id == null) {
      throw new InvalidDataAccessApiUsageException(
          "%s has no id; expected an object that was read or created"
              .formatted(entity.getClass().getName()));
    }
    return id;
  }
}
