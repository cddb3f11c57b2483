package io.multiprocess.store.file;

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
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.feed.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store in a directory: {@code <directory>/<id>/<generation>-<token>}, one JSON file for each
 * revision, written by any number of processes at once without a lock.
 *
 * <p>The directory is shared with other processes of this library and with Node processes that use
 * the npm package {@code multiprocess-store} 1.25; {@code docs/format.md} describes every file in
 * it. Several stores may be open on one directory in one process too.
 *
 * <p>Opening scans nothing. What an acknowledged write has survived is the {@link Durability} of
 * the options. An interrupt of the calling thread neither stops nor damages an operation.
 */
public final class FileObjectStore implements ObjectStore {

  private final OpenStore store;
  private final AtomicBoolean closed;
  private final StoreOptions options;
  private final OnStale onStale;
  private final Merging merging;

  private FileObjectStore(
      OpenStore store, AtomicBoolean closed, StoreOptions options, Merging merging) {
    this.store = store;
    this.closed = closed;
    this.options = options;
    this.onStale = options.onStale();
    this.merging = merging;
  }

  /**
   * Opens the store in a directory with {@linkplain StoreOptions#defaults() default options}.
   *
   * @see #open(Path, StoreOptions)
   */
  public static FileObjectStore open(Path directory) {
    return open(directory, StoreOptions.defaults());
  }

  /**
   * Opens the store in a directory, which is created if it does not exist.
   *
   * @throws StoreFormatException if a store lies there that this version cannot open, or one with
   *     another id profile than the options ask for
   * @throws StoreAccessException if the directory cannot be created or read, or is no directory
   */
  public static FileObjectStore open(Path directory, StoreOptions options) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      OpenStore.createDirectories(
          new Disk(absolute, options.sharing()), absolute, options.durability());
      return new FileObjectStore(
          new OpenStore(absolute.toRealPath(), options),
          new AtomicBoolean(),
          options,
          new Merging(options.mergeRules(), options.resolver()));
    } catch (IOException e) {
      throw new StoreAccessException(
          "Store at %s cannot be opened: %s".formatted(absolute, Failures.reason(absolute, e)), e);
    }
  }

  /** The store's directory, absolute and without symbolic links. */
  public Path directory() {
    return store.root();
  }

  /** Number of the on-disk format. */
  public int format() {
    return StoreMarker.FORMAT;
  }

  /** How this process uses the store; how conflicts are merged may have been changed since. */
  public StoreOptions options() {
    return options;
  }

  /**
   * Proves that the directory can be listed and written, by listing its first entry and by writing
   * and removing a small file under {@code .local/tmp}.
   *
   * @throws StoreAccessException if it cannot
   */
  public void checkAccess() {
    requireOpen();
    store.checkAccess();
  }

  @Override
  public Versioned<ObjectNode> create(String id, ObjectNode document) {
    Objects.requireNonNull(document, "document");
    requireOpen();
    return store.create(id, document);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Several threads write at the same time. With {@linkplain Durability forces} that is many
   * times as fast as one create after the other, because a journal takes many forces together.
   */
  @Override
  public List<Versioned<ObjectNode>> createAll(Map<String, ObjectNode> documents) {
    requireOpen();
    return store.createAll(documents, options.durability());
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id) {
    requireOpen();
    return store.find(id);
  }

  @Override
  public <V> Optional<Versioned<V>> find(String id, DocumentMapping<V> mapping) {
    Objects.requireNonNull(mapping, "mapping");
    requireOpen();
    return store.find(id, mapping);
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen();
    return store.find(id, revision);
  }

  @Override
  public boolean exists(String id) {
    requireOpen();
    return store.exists(id);
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited) {
    return update(edited, onStale);
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited, OnStale treatment) {
    Objects.requireNonNull(treatment, "onStale");
    requireOpen();
    return store.update(edited, treatment, merging);
  }

  @Override
  public Versioned<ObjectNode> upsert(String id, ObjectNode fields) {
    Objects.requireNonNull(fields, "fields");
    requireOpen();
    return store.upsert(id, fields, onStale, merging);
  }

  @Override
  public Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals) {
    Objects.requireNonNull(value, "value");
    NavigableSet<Revision> decided = new TreeSet<>(rivals);
    if (decided.isEmpty()) {
      throw new IllegalArgumentException(
          "Settlement of '%s' is between nothing; expected two or more rivals".formatted(id));
    }
    requireOpen();
    return store.settle(id, value, decided);
  }

  @Override
  public Optional<OpenConflict<ObjectNode>> conflict(String id) {
    requireOpen();
    return store.conflict(id, merging.rules());
  }

  @Override
  public Optional<Versioned<ObjectNode>> resolve(String id) {
    requireOpen();
    return store.resolve(id, merging);
  }

  @Override
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    requireOpen();
    return store.settleCaptured(id, merging.rules(), dryRun);
  }

  @Override
  public List<Settlement> settleCaptured(boolean dryRun) {
    requireOpen();
    return store.settleCaptured(merging.rules(), dryRun);
  }

  @Override
  public ObjectStore merging(MergeRules rules, ConflictResolver<ObjectNode> resolver) {
    Objects.requireNonNull(resolver, "resolver");
    return new FileObjectStore(
        store, closed, options, new Merging(merging.rules().orElse(rules), resolver));
  }

  @Override
  public boolean delete(String id) {
    requireOpen();
    return store.delete(id);
  }

  @Override
  public boolean delete(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen();
    return store.delete(id, revision);
  }

  @Override
  public Versioned<ObjectNode> undelete(String id) {
    requireOpen();
    return store.undelete(id);
  }

  @Override
  public Versioned<ObjectNode> restore(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen();
    return store.restore(id, revision);
  }

  @Override
  public Versioned<ObjectNode> revert(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen();
    return store.revert(id, revision);
  }

  /**
   * Retires revisions of an object that later ones have superseded and that the retention does not
   * keep. Their bodies go to the archive. Rivals, revisions from which nothing was made, the bases
   * of both, and where edits parted that are not settled stay, and so do npm's revisions, which do
   * not say what they were made from, unless the retention has an age. Safe beside writers in other
   * processes: what they publish meanwhile stays. Compacting an object that does not exist does
   * nothing.
   */
  public CompactionReport compact(String id, Retention retention) {
    Objects.requireNonNull(retention, "retention");
    requireOpen();
    return store.compact(id, retention, false);
  }

  /**
   * Compacts all objects, one after the other.
   *
   * @see #compact(String, Retention)
   */
  public CompactionReport compact(Retention retention) {
    return compact(retention, false);
  }

  /**
   * Compacts all objects, one after the other, or only tells what that would retire.
   *
   * @param dryRun to change nothing
   * @see #compact(String, Retention)
   */
  public CompactionReport compact(Retention retention, boolean dryRun) {
    Objects.requireNonNull(retention, "retention");
    requireOpen();
    return store.compact(retention, dryRun);
  }

  /**
   * Removes bodies from this host's archive that have been dead for longer than an age: deleted,
   * settled or compacted. They cannot be restored any more. Nothing is removed of an object that
   * has a conflict, since its base may be there. Tombstones stay.
   *
   * @param age zero for all
   * @param dryRun to change nothing
   * @return what was removed, or would be
   */
  public CompactionReport purgeArchive(Duration age, boolean dryRun) {
    Objects.requireNonNull(age, "age");
    requireOpen();
    return store.purgeArchive(age, dryRun);
  }

  /**
   * Removes tombstones that are older than fifteen months (457 days) by the times of their files,
   * which copies keep. Those of an object go together once the youngest is old enough, and stay
   * while the object has a conflict or something lies there that they name. A copy of this store
   * that was away for longer brings back what they had retired.
   *
   * @param dryRun to change nothing
   * @return how many were removed, or would be
   */
  public long purgeTombstones(boolean dryRun) {
    requireOpen();
    return store.purgeTombstones(dryRun);
  }

  /**
   * Measures this host's archive by looking at each of its files, none of which is opened.
   *
   * @throws StoreAccessException if it cannot be listed
   */
  public ArchiveSize archiveSize() {
    requireOpen();
    return store.archiveSize();
  }

  /**
   * Bytes that this process can still write to the file system of the store.
   *
   * @throws StoreAccessException if it does not tell
   */
  public long usableBytes() {
    requireOpen();
    return store.usableBytes();
  }

  @Override
  public Stream<String> ids() {
    return openViews().map(view -> IdCodec.decode(view.name()));
  }

  @Override
  public List<String> ids(Predicate<? super String> wanted, String after, int limit) {
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(after, "after");
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Limit of %d ids is out of range; expected at least 1".formatted(limit));
    }
    requireOpen();
    return store.ids(wanted, after, limit);
  }

  @Override
  public Stream<Versioned<ObjectNode>> all() {
    return open(store.winners()).map(ObjectReads.Found::document);
  }

  @Override
  public <V> Stream<Versioned<V>> all(DocumentMapping<V> mapping) {
    Objects.requireNonNull(mapping, "mapping");
    return open(store.winners()).map(found -> found.as(mapping));
  }

  @Override
  public List<Conflict> conflicts(String id) {
    requireOpen();
    return store.conflicts(id);
  }

  @Override
  public Stream<Conflict> conflicts() {
    return openViews()
        .filter(view -> !view.contentions().isEmpty())
        .flatMap(view -> store.conflicts(view).stream());
  }

  @Override
  public List<Versioned<ObjectNode>> revisions(String id) {
    requireOpen();
    return store.revisions(id);
  }

  @Override
  public List<HistoryEntry<ObjectNode>> history(String id) {
    requireOpen();
    return store.history(id);
  }

  @Override
  public Optional<Versioned<ObjectNode>> asOf(String id, Instant moment) {
    Objects.requireNonNull(moment, "moment");
    requireOpen();
    return store.asOf(id, moment);
  }

  @Override
  public ArrayNode diff(String id, Revision from, Revision to) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    requireOpen();
    return store.diff(id, from, to);
  }

  @Override
  public StoreCounts counts() {
    requireOpen();
    return store.counts();
  }

  @Override
  public ChangeBatch changes() {
    requireOpen();
    return store.changes(Optional.empty());
  }

  @Override
  public ChangeBatch changes(String position) {
    requireOpen();
    return store.changes(Optional.of(Position.parse(position)));
  }

  @Override
  public ChangeFeed watch(ChangeListener listener) {
    Objects.requireNonNull(listener, "listener");
    requireOpen();
    return store.watch(Optional.empty(), listener);
  }

  @Override
  public ChangeFeed watch(String position, ChangeListener listener) {
    Objects.requireNonNull(listener, "listener");
    requireOpen();
    return store.watch(Optional.of(Position.parse(position)), listener);
  }

  @Override
  public Replica replica() {
    return new FileReplica(store, this::requireOpen);
  }

  /** Reads every file of the store and tells what is not as it should be. */
  public ScrubReport scrub() {
    return scrub(finding -> {});
  }

  /**
   * Reads every file of the store and tells what is not as it should be, each finding as it is
   * made. Changes nothing. Other threads and processes may go on; what they are writing or deleting
   * meanwhile is no finding.
   *
   * @throws StoreAccessException if the store's directory cannot be listed; what cannot be read
   *     inside it is a finding
   */
  public ScrubReport scrub(Consumer<? super Finding> listener) {
    Objects.requireNonNull(listener, "listener");
    requireOpen();
    return store.scrub(listener);
  }

  /** Reads every file of one object and tells what is not as it should be. */
  public ScrubReport scrub(String id) {
    requireOpen();
    return store.scrub(id);
  }

  /**
   * Moves damaged and foreign files to {@code .local/quarantine}, where nothing is ever replaced or
   * removed. Whole revisions stay where they are. What changed less than a minute ago is left to a
   * later repair. An object none of whose revisions is whole becomes absent, and its id free: see
   * {@link Repair.Outcome#FREED}.
   *
   * @throws StoreAccessException if the store's directory cannot be listed; what cannot be moved is
   *     reported as left
   */
  public RepairReport repair() {
    requireOpen();
    return store.repair();
  }

  /**
   * Does the same, and puts good copies from another store's directory, a backup for example, in
   * place of damaged revisions and tombstones: those whose bytes give the digest in the name, or
   * for the npm package's, which have none, those that are one JSON object.
   *
   * @throws StoreFormatException if this version cannot read the other store
   * @throws StoreAccessException if one of the directories cannot be listed
   * @throws IllegalArgumentException if the other directory is the store's own
   */
  public RepairReport repair(Path source) {
    requireOpen();
    return store.repair(source);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      store.close();
    }
  }

  /** The store's directory and whether it is closed. */
  @Override
  public String toString() {
    return "FileObjectStore[%s%s]".formatted(store.root(), closed.get() ? ", closed" : "");
  }

  /** One look at every object, taken as the stream is consumed and as long as the store is open. */
  private Stream<ObjectView> openViews() {
    return open(store.views());
  }

  private <T> Stream<T> open(Stream<T> elements) {
    requireOpen();
    return elements.map(
        element -> {
          requireOpen();
          return element;
        });
  }

  /** Asked once, at the beginning of an operation: those under way finish. */
  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "Store at %s is closed; open it again".formatted(store.root()));
    }
  }
}
