package io.multiprocess.store.spring;

import static io.multiprocess.store.spring.StoreExceptionTranslator.READING;
import static io.multiprocess.store.spring.StoreExceptionTranslator.WRITING;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A store of entities.
 *
 * <p>An <em>entity</em> is a record or class with Spring Data's {@code @Id} on the property that
 * holds the object's id and, if it is to say what an edit started from, {@code @Version} on a
 * {@code String} that holds the revision; or with properties that Jackson knows as {@code _id} and
 * {@code _rev}. Untyped entities are {@code Map<String, Object>} and {@code ObjectNode} with the
 * keys {@code _id} and {@code _rev}. Ids may be of any type that Jackson writes as text or as a
 * whole number.
 *
 * <ul>
 *   <li>Methods that write return the entity with the id and revision it was stored under. A
 *       changeable entity is changed and returned itself; of records and other immutable entities a
 *       new instance is returned, and the argument stays as it was.
 *   <li>An entity without an id gets a random UUID when it is created, if its id is a {@code
 *       String} or a {@code UUID}.
 *   <li>Fields of a document that the entity's type does not know survive its updates.
 *   <li>What the store throws arrives as a {@link org.springframework.dao.DataAccessException} with
 *       the store's exception as its cause, also from streams as they are consumed.
 * </ul>
 *
 * <p>Safe for concurrent use.
 */
public final class StoreTemplate implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StoreTemplate.class);

  private final String name;
  private final ObjectStore store;
  private final EntityMapper mapper;

  StoreTemplate(String name, ObjectStore store, EntityMapper mapper) {
    this.name = Objects.requireNonNull(name, "name");
    this.store = Objects.requireNonNull(store, "store");
    this.mapper = mapper;
  }

  /** What the application calls the store. */
  public String name() {
    return name;
  }

  /** The store behind. */
  public ObjectStore store() {
    return store;
  }

  /**
   * Creates an object. Of several processes that create one id, exactly one succeeds.
   *
   * @throws org.springframework.dao.DuplicateKeyException if the object exists
   */
  public <T> T create(T entity) {
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = idOrNew(entity, mapping);
    return WRITING.translate(
        () -> mapping.written(entity, typed(mapping.type()).create(id, entity)));
  }

  /** Reads the winner of an object. */
  public <T> Optional<T> find(Class<T> type, String id) {
    return READING.translate(() -> typed(type).find(id).map(Versioned::value));
  }

  /** Reads one live revision of an object. */
  public <T> Optional<T> find(Class<T> type, String id, Revision revision) {
    return READING.translate(() -> typed(type).find(id, revision).map(Versioned::value));
  }

  /**
   * Reads the winner of an object.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if the object does not exist
   */
  public <T> T get(Class<T> type, String id) {
    return READING.translate(() -> typed(type).get(id).value());
  }

  /**
   * Publishes an edit of the revision that the entity holds. When another edit of the same revision
   * was published meanwhile, both are kept and show as a conflict, unless the store rejects stale
   * edits.
   *
   * <p>An entity that holds no revision replaces what is there now: the last write wins.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if the object does not exist
   * @throws org.springframework.dao.OptimisticLockingFailureException if the store rejects stale
   *     edits and the revision that the entity holds is not the winner
   */
  public <T> T update(T entity) {
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = requireId(entity, mapping);
    Revision base = mapping.revision(entity);
    return WRITING.translate(
        () -> {
          TypedStore<T> typed = typed(mapping.type());
          return mapping.written(
              entity,
              base != null
                  ? typed.update(new Versioned<>(id, base, entity))
                  : overwrite(typed, id, entity));
        });
  }

  /** Replaces what is there, and if that changes meanwhile, what is there then. */
  private <T> Versioned<T> overwrite(TypedStore<T> typed, String id, T entity) {
    while (true) {
      Revision winner = store.get(id).revision();
      try {
        return typed.update(new Versioned<>(id, winner, entity));
      } catch (StaleRevisionException e) {
        log.trace("Somebody else edited '{}' meanwhile", id, e);
      }
    }
  }

  /**
   * Creates the object, or lays the entity's top-level fields over its winner. The returned entity
   * holds the outcome; the revision that the given one holds is of no account.
   */
  public <T> T upsert(T entity) {
    EntityMapping<T> mapping = mapper.mappingFor(entity);
    String id = idOrNew(entity, mapping);
    return WRITING.translate(
        () -> mapping.merged(entity, typed(mapping.type()).upsert(id, entity)));
  }

  /**
   * Deletes an object. An edit published meanwhile survives, and with it the object.
   *
   * @return whether there was such an object
   */
  public boolean delete(String id) {
    return WRITING.translate(() -> store.delete(id));
  }

  /**
   * Deletes the object that an entity stands for, whichever revision the entity holds.
   *
   * @return whether there was such an object
   */
  public <T> boolean deleteEntity(T entity) {
    return delete(requireId(entity, mapper.mappingFor(entity)));
  }

  /** Whether the object exists. */
  public boolean exists(String id) {
    return READING.translate(() -> store.exists(id));
  }

  /** Winners of all objects, ordered by id. */
  public <T> List<T> findAll(Class<T> type) {
    try (Stream<Versioned<T>> all = READING.translateStream(() -> typed(type).all())) {
      return all.sorted(Comparator.comparing(Versioned::id)).map(Versioned::value).toList();
    }
  }

  /** Winners of all objects, in no particular order. Read as the stream is consumed; close it. */
  public <T> Stream<T> stream(Class<T> type) {
    return READING.translateStream(() -> typed(type).all().map(Versioned::value));
  }

  /** Ids of all objects, in no particular order. Read as the stream is consumed; close it. */
  public Stream<String> ids() {
    return READING.translateStream(store::ids);
  }

  /** Conflicts of one object by ascending generation. */
  public List<Conflict> conflicts(String id) {
    return READING.translate(() -> store.conflicts(id));
  }

  /** Conflicts of all objects. Read as the stream is consumed; close it. */
  public Stream<Conflict> conflicts() {
    return READING.translateStream(store::conflicts);
  }

  /** Whether the object has a conflict, current or past. */
  public boolean hasConflicts(String id) {
    return !conflicts(id).isEmpty();
  }

  /** Live revisions of an object, greatest first; empty when it does not exist. */
  public <T> List<Versioned<T>> history(Class<T> type, String id) {
    return READING.translate(() -> typed(type).revisions(id));
  }

  /** Counts objects and conflicts by walking the store once. */
  public StoreCounts counts() {
    return READING.translate(store::counts);
  }

  /**
   * The id of the object that a value of an id property stands for.
   *
   * @throws InvalidDataAccessApiUsageException if the value is neither text nor a whole number to
   *     Jackson
   */
  public String toId(Object value) {
    return mapper.toId(value);
  }

  /** Closes the store. Closing again does nothing. */
  @Override
  public void close() {
    store.close();
  }

  private <T> TypedStore<T> typed(Class<T> type) {
    return mapper.typed(store, type);
  }

  private static <T> String idOrNew(T entity, EntityMapping<T> mapping) {
    String id = mapping.id(entity);
    return id != null ? id : mapping.newId();
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

  @Override
  public String toString() {
    return "StoreTemplate[%s]".formatted(name);
  }
}
