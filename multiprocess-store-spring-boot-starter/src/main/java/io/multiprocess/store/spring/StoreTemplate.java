package io.multiprocess.store.spring;

import static io.multiprocess.store.spring.StoreExceptionTranslator.READING;
import static io.multiprocess.store.spring.StoreExceptionTranslator.WRITING;

import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.observation.ObservedStore;
import io.multiprocess.store.observation.ObservedTypedStore;
import io.multiprocess.store.observation.StoreObserver;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

  private final String name;
  private final ObjectStore bare;
  private final ObjectStore store;
  private final EntityMapper mapper;
  private final ConflictResolver<ObjectNode> resolver;
  private final StoreObserver observer;
  private final EntityLifecycle lifecycle;
  private final EntityWrites writes;

  StoreTemplate(
      String name,
      ObjectStore store,
      EntityMapper mapper,
      ConflictResolver<ObjectNode> resolver,
      EntityLifecycle lifecycle,
      StoreObserver observer) {
    this.name = Objects.requireNonNull(name, "name");
    this.bare = Objects.requireNonNull(store, "store");
    this.store = ObservedStore.of(name, store, observer);
    this.mapper = mapper;
    this.resolver = resolver;
    this.observer = observer;
    this.lifecycle = lifecycle;
    this.writes = new EntityWrites(name, this.store, bare, mapper, this::typed, lifecycle);
  }

  /** What the application calls the store. */
  public String name() {
    return name;
  }

  /** The store behind. What is done to it is observed as what is done to the template is. */
  public ObjectStore store() {
    return store;
  }

  /**
   * The directory of files behind, if it is one, for what only files can have done to them: scrub,
   * repair, compact. What is done to it is not observed.
   */
  public Optional<FileObjectStore> files() {
    return bare instanceof FileObjectStore files ? Optional.of(files) : Optional.empty();
  }

  /** The store behind for what the library does on its own behalf, which nobody is to observe. */
  ObjectStore bare() {
    return bare;
  }

  /**
   * Creates an object. Of several processes that create one id, exactly one succeeds.
   *
   * @throws org.springframework.dao.DuplicateKeyException if the object exists
   */
  public <T> T create(T entity) {
    return writes.create(entity);
  }

  /**
   * Creates several objects, in durable stores many times as fast as one after the other. Not
   * atomic: where some cannot be created, the others are.
   *
   * @return what was created, in the order of the entities
   * @throws org.springframework.dao.DuplicateKeyException if one exists, or two have one id
   */
  public <T> List<T> createAll(Collection<? extends T> entities) {
    return writes.createAll(entities);
  }

  /** Reads the winner of an object. */
  public <T> Optional<T> find(Class<T> type, String id) {
    return READING.translate(() -> typed(type).find(id)).map(this::value);
  }

  /** Reads one live revision of an object. */
  public <T> Optional<T> find(Class<T> type, String id, Revision revision) {
    return READING.translate(() -> typed(type).find(id, revision)).map(this::value);
  }

  /**
   * Reads one revision of an object, dead or alive; of the dead, as long as their bodies in the
   * archive have not been purged.
   */
  public <T> Optional<Versioned<T>> findRevision(Class<T> type, String id, Revision revision) {
    return READING
        .translate(() -> typed(type).findRevision(id, revision))
        .map(found -> found.map(this::read));
  }

  /**
   * Reads the winner of an object.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if the object does not exist
   */
  public <T> T get(Class<T> type, String id) {
    return value(READING.translate(() -> typed(type).get(id)));
  }

  /**
   * Publishes an edit of the revision that the entity holds. When another edit of the same revision
   * was published meanwhile, the store's setting decides: both are kept and show as a conflict, or
   * this one is refused, or both are merged and the returned entity holds the outcome.
   *
   * <p>An entity that holds no revision replaces what is there now: the last write wins.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if the object does not exist
   * @throws org.springframework.dao.OptimisticLockingFailureException if the store rejects stale
   *     edits and the revision that the entity holds is not the winner
   */
  public <T> T update(T entity) {
    return writes.update(entity, TypedStore::update);
  }

  /**
   * Publishes an edit as the other method does, with its own answer to the question what becomes of
   * it if the revision that the entity holds is no longer the winner.
   */
  public <T> T update(T entity, OnStale onStale) {
    return writes.update(entity, (typed, edited) -> typed.update(edited, onStale));
  }

  /**
   * Creates the object, or replaces what is there now: the last write wins. The returned entity
   * holds the outcome; the revision that the given one holds is of no account.
   */
  public <T> T replace(T entity) {
    return writes.replace(entity);
  }

  /**
   * Creates the object, or lays the entity's top-level fields over its winner. The returned entity
   * holds the outcome; the revision that the given one holds is of no account.
   */
  public <T> T upsert(T entity) {
    return writes.upsert(entity);
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
   * Deletes the object that an entity stands for. An entity that holds a revision must hold the
   * winner, whatever the store's setting: otherwise an edit would go that nobody who deletes it has
   * seen.
   *
   * @return whether there was such an object
   * @throws org.springframework.dao.OptimisticLockingFailureException if the revision that the
   *     entity holds is not the winner
   */
  public <T> boolean deleteEntity(T entity) {
    return writes.delete(entity);
  }

  /** Whether the object exists. */
  public boolean exists(String id) {
    return READING.translate(() -> store.exists(id));
  }

  /** Winners of all objects, ordered by id. */
  public <T> List<T> findAll(Class<T> type) {
    try (Stream<Versioned<T>> all = READING.translateStream(() -> typed(type).all())) {
      return all.sorted(Comparator.comparing(Versioned::id)).map(this::value).toList();
    }
  }

  /** Winners of all objects, in no particular order. Read as the stream is consumed; close it. */
  public <T> Stream<T> stream(Class<T> type) {
    return READING.translateStream(() -> typed(type).all()).map(this::value);
  }

  /**
   * Winners of some objects, read as the stream is consumed. Those that are not there are left out,
   * and so are those of which all revisions are damaged, as in {@link #stream(Class)}.
   */
  public <T> Stream<T> stream(Class<T> type, Collection<String> ids) {
    StoreReads<T> reads = reads(type);
    return List.copyOf(ids).stream().flatMap(id -> reads.findUndamaged(id).stream());
  }

  /** Reads entities of a type without being observed, for what works in the background. */
  public <T> StoreReads<T> reads(Class<T> type) {
    return new StoreReads<>(bare, mapper.typed(bare, type, resolver), this::read);
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

  /** What is unsettled about an object, with what a person needs to settle it. */
  public <T> Optional<OpenConflict<T>> conflict(Class<T> type, String id) {
    return READING
        .translate(() -> typed(type).conflict(id))
        .map(conflict -> conflict.map(this::read));
  }

  /**
   * Decides between rivals: publishes an entity as one revision made from all of them, and retires
   * the rivals it leaves behind. What arrived meanwhile is not decided upon. Fields that the type
   * does not know stay as they merge; the revision that the entity holds is of no account.
   *
   * @param rivals live revisions, those of {@link #conflict} or of a {@link Conflict}
   * @throws org.springframework.dao.EmptyResultDataAccessException if the object does not exist
   * @throws org.springframework.dao.OptimisticLockingFailureException if a rival is not live any
   *     more, or if the store rejects stale edits and the greatest rival is not the winner
   */
  public <T> T settle(T value, Collection<Revision> rivals) {
    return writes.settle(value, rivals);
  }

  /** Decides between all rivals of a conflict as it was read. */
  public <T> T settle(T value, OpenConflict<T> conflict) {
    return settle(value, conflict.revisions());
  }

  /**
   * Settles the conflict of an object by rules, if they can: those of the store, of the type and of
   * the application.
   *
   * @return the winner after that, whether or not it was settled now; empty if there is no object
   */
  public <T> Optional<T> resolve(Class<T> type, String id) {
    return WRITING.translate(() -> typed(type).resolve(id)).map(this::value);
  }

  /**
   * Retires the losing rivals of an object of which nothing is missing elsewhere. Only the store's
   * own merge rules count, since no type is named.
   *
   * @param dryRun to only tell what would be retired
   */
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    return WRITING.translate(() -> store.settleCaptured(id, dryRun));
  }

  /**
   * Does the same for an object of a type, by the type's rules too: an equal increment of one of
   * its counters is not captured.
   */
  public <T> List<Settlement> settleCaptured(Class<T> type, String id, boolean dryRun) {
    return WRITING.translate(() -> typed(type).settleCaptured(id, dryRun));
  }

  /** Does the same for every object that has a conflict, by the store's own rules. */
  public List<Settlement> settleCaptured(boolean dryRun) {
    return WRITING.translate(() -> store.settleCaptured(dryRun));
  }

  /**
   * Brings back an object as it was when it was deleted; or, if an edit survived the deletion,
   * settles the conflict between them in favour of the edit.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is nothing to bring
   *     back
   * @throws org.springframework.dao.DuplicateKeyException if the object exists, and no deletion is
   *     in conflict with it
   */
  public <T> T undelete(Class<T> type, String id) {
    return value(READING.translate(() -> typed(type).undelete(id)));
  }

  /**
   * Brings back a dead revision, live and at its place. Beside what stands there now it shows as a
   * conflict.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such revision
   * @throws org.springframework.dao.DuplicateKeyException if it is live
   */
  public <T> T restore(Class<T> type, String id, Revision revision) {
    return value(READING.translate(() -> typed(type).restore(id, revision)));
  }

  /**
   * Publishes the document of an earlier revision, dead or alive, as an edit of the winner.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such object or
   *     revision
   */
  public <T> T revert(Class<T> type, String id, Revision revision) {
    return value(READING.translate(() -> typed(type).revert(id, revision)));
  }

  /** Live revisions of an object, greatest first; empty when it does not exist. */
  public <T> List<Versioned<T>> revisions(Class<T> type, String id) {
    return READING.translate(() -> typed(type).revisions(id)).stream()
        .map(revision -> revision.<T>map(this::read))
        .toList();
  }

  /** All that is known of the revisions of an object, dead or alive, greatest first. */
  public <T> List<HistoryEntry<T>> history(Class<T> type, String id) {
    return READING.translate(() -> typed(type).history(id)).stream()
        .map(entry -> entry.<T>map(this::read))
        .toList();
  }

  /** The winner of an object as it was at a moment, by the times of files. */
  public <T> Optional<T> asOf(Class<T> type, String id, Instant moment) {
    return READING.translate(() -> typed(type).asOf(id, moment)).map(this::value);
  }

  /**
   * What has to be done to one revision to get another one, as a JSON Patch (RFC 6902).
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such revision
   */
  public ArrayNode diff(String id, Revision from, Revision to) {
    return READING.translate(() -> store.diff(id, from, to));
  }

  /** Everything there is, as changes, with a position from which to go on. */
  public ChangeBatch changes() {
    return READING.translate(() -> store.changes());
  }

  /**
   * What has become of the store after a position, by whichever process, also if everything was
   * restarted meanwhile.
   *
   * @throws IllegalArgumentException if the text is no position
   */
  public ChangeBatch changes(String position) {
    return READING.translate(() -> store.changes(position));
  }

  /** Tells of changes from now on, by whichever process, until the feed is closed. */
  public ChangeFeed watch(ChangeListener listener) {
    return READING.translate(() -> store.watch(listener));
  }

  /**
   * Tells of everything after a position, and then of changes as they happen.
   *
   * @throws IllegalArgumentException if the text is no position
   */
  public ChangeFeed watch(String position, ChangeListener listener) {
    return READING.translate(() -> store.watch(position, listener));
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

  private <T> ObservedTypedStore<T> typed(Class<T> type) {
    return new ObservedTypedStore<>(name, mapper.typed(bare, type, resolver), observer);
  }

  private <T> T value(Versioned<T> stored) {
    return read(stored.value());
  }

  private <T> T read(T entity) {
    return lifecycle.afterConvert(entity, name);
  }

  @Override
  public String toString() {
    return "StoreTemplate[%s]".formatted(name);
  }
}
