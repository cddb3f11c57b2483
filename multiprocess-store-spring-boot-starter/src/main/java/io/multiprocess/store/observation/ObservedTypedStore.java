package io.multiprocess.store.observation;

import static io.multiprocess.store.observation.StoreOperation.ALL;
import static io.multiprocess.store.observation.StoreOperation.AS_OF;
import static io.multiprocess.store.observation.StoreOperation.CONFLICT;
import static io.multiprocess.store.observation.StoreOperation.CREATE;
import static io.multiprocess.store.observation.StoreOperation.CREATE_ALL;
import static io.multiprocess.store.observation.StoreOperation.FIND;
import static io.multiprocess.store.observation.StoreOperation.GET;
import static io.multiprocess.store.observation.StoreOperation.HISTORY;
import static io.multiprocess.store.observation.StoreOperation.RESOLVE;
import static io.multiprocess.store.observation.StoreOperation.RESTORE;
import static io.multiprocess.store.observation.StoreOperation.REVERT;
import static io.multiprocess.store.observation.StoreOperation.REVISIONS;
import static io.multiprocess.store.observation.StoreOperation.SETTLE;
import static io.multiprocess.store.observation.StoreOperation.SETTLE_CAPTURED;
import static io.multiprocess.store.observation.StoreOperation.UNDELETE;
import static io.multiprocess.store.observation.StoreOperation.UPDATE;
import static io.multiprocess.store.observation.StoreOperation.UPSERT;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A typed store with every operation on it observed as one: what it reads to keep fields that the
 * type does not know is part of the update.
 *
 * @param <T> type of the documents
 */
public final class ObservedTypedStore<T> {

  private final String name;
  private final TypedStore<T> typed;
  private final StoreObserver observer;

  /**
   * A typed store as an observer wants it.
   *
   * @param name what the application calls the store
   * @param typed a view of a store that is not observed itself
   */
  public ObservedTypedStore(String name, TypedStore<T> typed, StoreObserver observer) {
    this.name = name;
    this.typed = typed;
    this.observer = observer;
  }

  private <R> R observe(StoreOperation operation, String id, Supplier<R> call) {
    return observer.observe(name, operation, id, call);
  }

  /** Creates an object. */
  public Versioned<T> create(String id, T value) {
    return observe(CREATE, id, () -> typed.create(id, value));
  }

  /** Creates several objects, possibly some at the same time; not atomic. */
  public List<Versioned<T>> createAll(Map<String, T> values) {
    return observer.observe(name, CREATE_ALL, null, () -> typed.createAll(values));
  }

  /** Reads the winner of an object. */
  public Optional<Versioned<T>> find(String id) {
    return observe(FIND, id, () -> typed.find(id));
  }

  /** Reads one live revision of an object. */
  public Optional<Versioned<T>> find(String id, Revision revision) {
    return observe(FIND, id, () -> typed.find(id, revision));
  }

  /** Reads one revision of an object, dead or alive. */
  public Optional<Versioned<T>> findRevision(String id, Revision revision) {
    return observe(FIND, id, () -> typed.findRevision(id, revision));
  }

  /** Reads the winner of an object that must exist. */
  public Versioned<T> get(String id) {
    return observe(GET, id, () -> typed.get(id));
  }

  /** Publishes an edit, by as many steps as it takes. */
  public Versioned<T> update(String id, Function<TypedStore<T>, Versioned<T>> edit) {
    return observe(UPDATE, id, () -> edit.apply(typed));
  }

  /** Creates the object, or lays the value's top-level fields over the winner. */
  public Versioned<T> upsert(String id, T value) {
    return observe(UPSERT, id, () -> typed.upsert(id, value));
  }

  /** Winners of all objects; close the stream. */
  public Stream<Versioned<T>> all() {
    return observer.observeStream(name, ALL, typed::all);
  }

  /** What is unsettled about an object. */
  public Optional<OpenConflict<T>> conflict(String id) {
    return observe(CONFLICT, id, () -> typed.conflict(id));
  }

  /** Decides between rivals. */
  public Versioned<T> settle(String id, T value, Collection<Revision> rivals) {
    return observe(SETTLE, id, () -> typed.settle(id, value, rivals));
  }

  /** Settles the conflict of an object by rules, if they can. */
  public Optional<Versioned<T>> resolve(String id) {
    return observe(RESOLVE, id, () -> typed.resolve(id));
  }

  /** Retires losing rivals of an object of which nothing is missing. */
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    return observe(SETTLE_CAPTURED, id, () -> typed.settleCaptured(id, dryRun));
  }

  /** Brings back an object as it was when it was deleted. */
  public Versioned<T> undelete(String id) {
    return observe(UNDELETE, id, () -> typed.undelete(id));
  }

  /** Brings back a dead revision. */
  public Versioned<T> restore(String id, Revision revision) {
    return observe(RESTORE, id, () -> typed.restore(id, revision));
  }

  /** Publishes the document of an earlier revision as an edit of the winner. */
  public Versioned<T> revert(String id, Revision revision) {
    return observe(REVERT, id, () -> typed.revert(id, revision));
  }

  /** Live revisions of an object, greatest first. */
  public List<Versioned<T>> revisions(String id) {
    return observe(REVISIONS, id, () -> typed.revisions(id));
  }

  /** What is known of the revisions of an object, dead or alive, greatest first. */
  public List<HistoryEntry<T>> history(String id) {
    return observe(HISTORY, id, () -> typed.history(id));
  }

  /** The winner of an object as it was at a moment. */
  public Optional<Versioned<T>> asOf(String id, Instant moment) {
    return observe(AS_OF, id, () -> typed.asOf(id, moment));
  }
}
