package io.multiprocess.store.observation;

import static io.multiprocess.store.observation.StoreOperation.ALL;
import static io.multiprocess.store.observation.StoreOperation.ALL_CONFLICTS;
import static io.multiprocess.store.observation.StoreOperation.AS_OF;
import static io.multiprocess.store.observation.StoreOperation.CHANGES;
import static io.multiprocess.store.observation.StoreOperation.CONFLICT;
import static io.multiprocess.store.observation.StoreOperation.CONFLICTS;
import static io.multiprocess.store.observation.StoreOperation.COUNTS;
import static io.multiprocess.store.observation.StoreOperation.CREATE;
import static io.multiprocess.store.observation.StoreOperation.CREATE_ALL;
import static io.multiprocess.store.observation.StoreOperation.DELETE;
import static io.multiprocess.store.observation.StoreOperation.DIFF;
import static io.multiprocess.store.observation.StoreOperation.EXISTS;
import static io.multiprocess.store.observation.StoreOperation.FIND;
import static io.multiprocess.store.observation.StoreOperation.GET;
import static io.multiprocess.store.observation.StoreOperation.HISTORY;
import static io.multiprocess.store.observation.StoreOperation.IDS;
import static io.multiprocess.store.observation.StoreOperation.RESOLVE;
import static io.multiprocess.store.observation.StoreOperation.RESTORE;
import static io.multiprocess.store.observation.StoreOperation.REVERT;
import static io.multiprocess.store.observation.StoreOperation.REVISIONS;
import static io.multiprocess.store.observation.StoreOperation.SETTLE;
import static io.multiprocess.store.observation.StoreOperation.SETTLE_ALL_CAPTURED;
import static io.multiprocess.store.observation.StoreOperation.SETTLE_CAPTURED;
import static io.multiprocess.store.observation.StoreOperation.UNDELETE;
import static io.multiprocess.store.observation.StoreOperation.UPDATE;
import static io.multiprocess.store.observation.StoreOperation.UPSERT;
import static io.multiprocess.store.observation.StoreOperation.WATCH;

import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.DocumentMapping;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Replica;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Another store with every operation on it observed. */
public final class ObservedStore implements ObjectStore {

  private final String name;
  private final ObjectStore store;
  private final StoreObserver observer;

  private ObservedStore(String name, ObjectStore store, StoreObserver observer) {
    this.name = Objects.requireNonNull(name, "name");
    this.store = Objects.requireNonNull(store, "store");
    this.observer = observer;
  }

  /**
   * A store as an observer wants it: the store itself if there is nothing to observe.
   *
   * @param name what the application calls the store
   */
  public static ObjectStore of(String name, ObjectStore store, StoreObserver observer) {
    return observer instanceof Unobserved ? store : new ObservedStore(name, store, observer);
  }

  private <T> T observe(StoreOperation operation, String id, Supplier<T> call) {
    return observer.observe(name, operation, id, call);
  }

  private <T> Stream<T> observe(StoreOperation operation, Supplier<Stream<T>> call) {
    return observer.observeStream(name, operation, call);
  }

  @Override
  public Versioned<ObjectNode> create(String id, ObjectNode document) {
    return observe(CREATE, id, () -> store.create(id, document));
  }

  @Override
  public List<Versioned<ObjectNode>> createAll(Map<String, ObjectNode> documents) {
    return observer.observe(name, CREATE_ALL, null, () -> store.createAll(documents));
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id) {
    return observe(FIND, id, () -> store.find(id));
  }

  @Override
  public <V> Optional<Versioned<V>> find(String id, DocumentMapping<V> mapping) {
    return observe(FIND, id, () -> store.find(id, mapping));
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id, Revision revision) {
    return observe(FIND, id, () -> store.find(id, revision));
  }

  @Override
  public Versioned<ObjectNode> get(String id) {
    return observe(GET, id, () -> store.get(id));
  }

  @Override
  public <V> Versioned<V> get(String id, DocumentMapping<V> mapping) {
    return observe(GET, id, () -> store.get(id, mapping));
  }

  @Override
  public Versioned<ObjectNode> get(String id, Revision revision) {
    return observe(GET, id, () -> store.get(id, revision));
  }

  @Override
  public boolean exists(String id) {
    return observe(EXISTS, id, () -> store.exists(id));
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited) {
    return observe(UPDATE, edited.id(), () -> store.update(edited));
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited, OnStale onStale) {
    return observe(UPDATE, edited.id(), () -> store.update(edited, onStale));
  }

  @Override
  public Versioned<ObjectNode> upsert(String id, ObjectNode fields) {
    return observe(UPSERT, id, () -> store.upsert(id, fields));
  }

  @Override
  public Optional<OpenConflict<ObjectNode>> conflict(String id) {
    return observe(CONFLICT, id, () -> store.conflict(id));
  }

  @Override
  public Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals) {
    return observe(SETTLE, id, () -> store.settle(id, value, rivals));
  }

  @Override
  public Optional<Versioned<ObjectNode>> resolve(String id) {
    return observe(RESOLVE, id, () -> store.resolve(id));
  }

  @Override
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    return observe(SETTLE_CAPTURED, id, () -> store.settleCaptured(id, dryRun));
  }

  @Override
  public List<Settlement> settleCaptured(boolean dryRun) {
    return observer.observe(name, SETTLE_ALL_CAPTURED, null, () -> store.settleCaptured(dryRun));
  }

  @Override
  public boolean delete(String id) {
    return observe(DELETE, id, () -> store.delete(id));
  }

  @Override
  public boolean delete(String id, Revision revision) {
    return observe(DELETE, id, () -> store.delete(id, revision));
  }

  @Override
  public Versioned<ObjectNode> undelete(String id) {
    return observe(UNDELETE, id, () -> store.undelete(id));
  }

  @Override
  public Versioned<ObjectNode> restore(String id, Revision revision) {
    return observe(RESTORE, id, () -> store.restore(id, revision));
  }

  @Override
  public Versioned<ObjectNode> revert(String id, Revision revision) {
    return observe(REVERT, id, () -> store.revert(id, revision));
  }

  @Override
  public Stream<String> ids() {
    return observe(IDS, store::ids);
  }

  @Override
  public List<String> ids(Predicate<? super String> wanted, String after, int limit) {
    return observer.observe(name, IDS, null, () -> store.ids(wanted, after, limit));
  }

  @Override
  public Stream<Versioned<ObjectNode>> all() {
    return observe(ALL, store::all);
  }

  @Override
  public <V> Stream<Versioned<V>> all(DocumentMapping<V> mapping) {
    return observe(ALL, () -> store.all(mapping));
  }

  @Override
  public List<Conflict> conflicts(String id) {
    return observe(CONFLICTS, id, () -> store.conflicts(id));
  }

  @Override
  public Stream<Conflict> conflicts() {
    return observe(ALL_CONFLICTS, store::conflicts);
  }

  @Override
  public List<Versioned<ObjectNode>> revisions(String id) {
    return observe(REVISIONS, id, () -> store.revisions(id));
  }

  @Override
  public List<HistoryEntry<ObjectNode>> history(String id) {
    return observe(HISTORY, id, () -> store.history(id));
  }

  @Override
  public Optional<Versioned<ObjectNode>> asOf(String id, Instant moment) {
    return observe(AS_OF, id, () -> store.asOf(id, moment));
  }

  @Override
  public ArrayNode diff(String id, Revision from, Revision to) {
    return observe(DIFF, id, () -> store.diff(id, from, to));
  }

  @Override
  public StoreCounts counts() {
    return observer.observe(name, COUNTS, null, store::counts);
  }

  @Override
  public ChangeBatch changes() {
    return observer.observe(name, CHANGES, null, () -> store.changes());
  }

  @Override
  public ChangeBatch changes(String position) {
    return observer.observe(name, CHANGES, null, () -> store.changes(position));
  }

  @Override
  public ChangeFeed watch(ChangeListener listener) {
    return observer.observe(name, WATCH, null, () -> store.watch(listener));
  }

  @Override
  public ChangeFeed watch(String position, ChangeListener listener) {
    return observer.observe(name, WATCH, null, () -> store.watch(position, listener));
  }

  @Override
  public ObjectStore merging(MergeRules rules, ConflictResolver<ObjectNode> resolver) {
    return new ObservedStore(name, store.merging(rules, resolver), observer);
  }

  @Override
  public Replica replica() {
    return store.replica();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return store.toString();
  }
}
