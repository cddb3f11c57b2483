package io.multiprocess.store.file;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private volatile boolean closed;

  private FileObjectStore(OpenStore store) {
    this.store = store;
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
      return new FileObjectStore(new OpenStore(absolute.toRealPath(), options));
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

  @Override
  public Optional<Versioned<ObjectNode>> find(String id) {
    requireOpen();
    return store.find(id);
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
    requireOpen();
    return store.update(edited);
  }

  @Override
  public Versioned<ObjectNode> upsert(String id, ObjectNode fields) {
    Objects.requireNonNull(fields, "fields");
    requireOpen();
    return store.upsert(id, fields);
  }

  @Override
  public Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals) {
    Objects.requireNonNull(value, "value");
    NavigableSet<Revision> decided = new TreeSet<>(rivals);
    if (decided.size() < 2) {
      throw new IllegalArgumentException(
          "Settlement of '%s' is between %s; expected two or more rivals".formatted(id, decided));
    }
    requireOpen();
    return store.settle(id, value, decided);
  }

  @Override
  public boolean delete(String id) {
    requireOpen();
    return store.delete(id);
  }

  /**
   * Retires revisions of an object that later ones have superseded and that the retention does not
   * keep. Their bodies go to the archive. Rivals, revisions from which nothing was made, and the
   * bases of both stay, and so do npm's revisions, which do not say what they were made from,
   * unless the retention has an age. Safe beside writers in other processes: what they publish
   * meanwhile stays. Compacting an object that does not exist does nothing.
   */
  public CompactionReport compact(String id, Retention retention) {
    Objects.requireNonNull(retention, "retention");
    requireOpen();
    return store.compact(id, retention);
  }

  /**
   * Compacts all objects, one after the other.
   *
   * @see #compact(String, Retention)
   */
  public CompactionReport compact(Retention retention) {
    Objects.requireNonNull(retention, "retention");
    requireOpen();
    return store.compact(retention);
  }

  @Override
  public Stream<String> ids() {
    return openViews().map(view -> IdCodec.decode(view.name()));
  }

  @Override
  public Stream<Versioned<ObjectNode>> all() {
    return ids().flatMap(id -> store.readable(id).stream());
  }

  @Override
  public List<Conflict> conflicts(String id) {
    requireOpen();
    return store.conflicts(id);
  }

  @Override
  public Stream<Conflict> conflicts() {
    return openViews().flatMap(view -> view.conflicts(IdCodec.decode(view.name())).stream());
  }

  @Override
  public List<Versioned<ObjectNode>> revisions(String id) {
    requireOpen();
    return store.revisions(id);
  }

  @Override
  public StoreCounts counts() {
    requireOpen();
    return store.counts();
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
    closed = true;
  }

  /** The store's directory and whether it is closed. */
  @Override
  public String toString() {
    return "FileObjectStore[%s%s]".formatted(store.root(), closed ? ", closed" : "");
  }

  /** One look at every object, taken as the stream is consumed and as long as the store is open. */
  private Stream<ObjectView> openViews() {
    requireOpen();
    return store
        .views()
        .map(
            view -> {
              requireOpen();
              return view;
            });
  }

  /** Asked once, at the beginning of an operation: those under way finish. */
  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "Store at %s is closed; open it again".formatted(store.root()));
    }
  }
}
