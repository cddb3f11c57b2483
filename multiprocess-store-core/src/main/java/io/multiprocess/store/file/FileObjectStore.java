package io.multiprocess.store.file;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
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

  private static final Logger log = LoggerFactory.getLogger(FileObjectStore.class);

  /** How often an upsert looks, with patience, at an object that exists but cannot be read yet. */
  private static final int UNFINISHED_LOOKS = 3;

  private final StoreLayout layout;
  private final DocumentCodec codec;
  private final Publisher publisher;
  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Compactor compactor;
  private final StoreNames names;
  private final ObjectWalk walk;
  private final Scrubber scrubber;
  private final Repairer repairer;
  private volatile boolean closed;

  private FileObjectStore(Path root, StoreOptions options) throws IOException {
    this.layout = new StoreLayout(root);
    layout.requireOwnDirectories();
    Disk disk = new Disk(root, options.sharing());
    this.codec = new DocumentCodec(options.maxDocumentBytes(), options.maxDepth());
    TempSpace temp = new TempSpace(layout, disk);
    this.publisher = new Publisher(disk, temp);
    DocumentCodec ownCodec = DocumentCodec.ofStoreFiles();
    Tombstones tombstones = new Tombstones(layout, ownCodec, disk, publisher);
    RevisionReader reader = new RevisionReader(layout, codec);
    this.directories = new ObjectDirectories(layout, tombstones, reader);
    Quarantine quarantine = new Quarantine(layout, disk);
    Sweeper sweeper = new Sweeper(layout, directories, tombstones, publisher, quarantine);
    Settlements settlements = new Settlements(layout, directories, tombstones, sweeper, publisher);
    this.reads =
        new ObjectReads(
            directories,
            reader,
            sweeper,
            settlements,
            new DamageReports(layout, options.listener()));
    this.writes =
        new ObjectWrites(
            layout,
            codec,
            directories,
            reads,
            tombstones,
            sweeper,
            settlements,
            disk,
            publisher,
            options);
    this.compactor = new Compactor(layout, directories, reader, tombstones, sweeper, publisher);
    this.names = new StoreNames(layout, ownCodec, publisher, options);
    this.walk = new ObjectWalk(layout, names, directories);
    Inspector inspector = new Inspector(codec, ownCodec);
    this.scrubber = new Scrubber(layout, names, directories, inspector);
    this.repairer = new Repairer(layout, inspector, directories, sweeper, publisher, quarantine);
    temp.removeLeftovers();
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
      createDirectories(new Disk(absolute, options.sharing()), absolute, options.durability());
      return new FileObjectStore(absolute.toRealPath(), options);
    } catch (IOException e) {
      throw new StoreAccessException(
          "Store at %s cannot be opened: %s".formatted(absolute, Failures.reason(absolute, e)), e);
    }
  }

  private static void createDirectories(Disk disk, Path directory, Durability durability)
      throws IOException {
    try {
      if (durability == Durability.FULL) {
        disk.createForcedDirectories(directory);
      } else {
        disk.createDirectories(directory);
      }
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(directory.toString());
    }
  }

  /** The store's directory, absolute and without symbolic links. */
  public Path directory() {
    return layout.root();
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
    Failures.told(
        "Check of access",
        layout.root(),
        () -> {
          walk.checkAccess();
          publisher.probe();
          return true;
        });
  }

  @Override
  public Versioned<ObjectNode> create(String id, ObjectNode document) {
    Objects.requireNonNull(document, "document");
    requireOpen();
    return createOpen(id, document);
  }

  private Versioned<ObjectNode> createOpen(String id, ObjectNode document) {
    return write("Create", id, name -> writes.create(id, name, document));
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id) {
    requireOpen();
    return findOpen(id);
  }

  private Optional<Versioned<ObjectNode>> findOpen(String id) {
    return read("Read", id, name -> reads.winner(id, name));
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen();
    return read("Read", id, name -> reads.revision(id, name, revision));
  }

  @Override
  public boolean exists(String id) {
    requireOpen();
    return read("Read", id, name -> directories.lookTwiceWhenAbsent(name).exists());
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited) {
    requireOpen();
    return updateOpen(edited);
  }

  private Versioned<ObjectNode> updateOpen(Versioned<ObjectNode> edited) {
    return write(
        "Update",
        edited.id(),
        name -> writes.update(edited.id(), name, edited.revision(), edited.value()));
  }

  @Override
  public Versioned<ObjectNode> upsert(String id, ObjectNode fields) {
    Objects.requireNonNull(fields, "fields");
    requireOpen();
    int unfinished = 0;
    while (true) {
      Optional<Versioned<ObjectNode>> winner = findOpen(id);
      try {
        if (winner.isEmpty()) {
          return createOpen(id, fields);
        }
        ObjectNode merged = winner.get().value();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
          merged.set(field.getKey(), field.getValue());
        }
        return updateOpen(winner.get());
      } catch (ObjectExistsException e) {
        // Created meanwhile, or an npm process is writing the first revision, or died doing it.
        log.trace("{} exists all at once", id, e);
        if (winner.isEmpty() && ++unfinished > UNFINISHED_LOOKS) {
          return updateOpen(new Versioned<>(id, e.revision(), fields));
        }
      } catch (ObjectNotFoundException | StaleRevisionException e) {
        log.trace("{} changed under an upsert", id, e);
      }
    }
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
    return write("Settlement", id, name -> writes.settle(id, name, value, decided));
  }

  @Override
  public boolean delete(String id) {
    requireOpen();
    return write("Delete", id, writes::delete);
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
    return compactOpen(id, retention);
  }

  private CompactionReport compactOpen(String id, Retention retention) {
    return write("Compaction", id, name -> compactor.compact(id, name, retention));
  }

  /**
   * Compacts all objects, one after the other.
   *
   * @see #compact(String, Retention)
   */
  public CompactionReport compact(Retention retention) {
    Objects.requireNonNull(retention, "retention");
    requireOpen();
    CompactionReport report = CompactionReport.NOTHING;
    try (Stream<ObjectView> views = walk.views()) {
      for (ObjectView view : (Iterable<ObjectView>) views::iterator) {
        report = report.plus(compactOpen(IdCodec.decode(view.name()), retention));
      }
    }
    return report;
  }

  @Override
  public Stream<String> ids() {
    return openViews().map(view -> IdCodec.decode(view.name()));
  }

  @Override
  public Stream<Versioned<ObjectNode>> all() {
    return ids().flatMap(id -> readable(id).stream());
  }

  @Override
  public List<Conflict> conflicts(String id) {
    requireOpen();
    return read("Read", id, name -> directories.lookTwiceWhenAbsent(name).conflicts(id));
  }

  @Override
  public Stream<Conflict> conflicts() {
    return openViews().flatMap(view -> view.conflicts(IdCodec.decode(view.name())).stream());
  }

  @Override
  public List<Versioned<ObjectNode>> history(String id) {
    requireOpen();
    return read("Read", id, name -> reads.history(id, name));
  }

  @Override
  public StoreCounts counts() {
    requireOpen();
    long objects = 0;
    long current = 0;
    long past = 0;
    try (Stream<ObjectView> views = walk.views()) {
      for (ObjectView view : (Iterable<ObjectView>) views::iterator) {
        objects++;
        for (Conflict conflict : view.conflicts(IdCodec.decode(view.name()))) {
          if (conflict.current()) {
            current++;
          } else {
            past++;
          }
        }
      }
    }
    return new StoreCounts(objects, current, past);
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
    return Failures.told("Scrub", layout.root(), () -> scrubber.scrub(listener));
  }

  /** Reads every file of one object and tells what is not as it should be. */
  public ScrubReport scrub(String id) {
    requireOpen();
    return read("Scrub", id, scrubber::scrubObject);
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
    return Failures.told("Repair", layout.root(), () -> repairer.repair(scrubber));
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
    return Failures.told("Repair", layout.root(), () -> repairer.repair(scrubber, source));
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The store's directory and whether it is closed. */
  @Override
  public String toString() {
    return "FileObjectStore[%s%s]".formatted(layout.root(), closed ? ", closed" : "");
  }

  /** An object none of whose revisions can be read has been reported and is left out. */
  private Optional<Versioned<ObjectNode>> readable(String id) {
    try {
      return findOpen(id);
    } catch (DamagedRevisionException e) {
      return Optional.empty();
    }
  }

  /** One look at every object, taken as the stream is consumed and as long as the store is open. */
  private Stream<ObjectView> openViews() {
    requireOpen();
    return walk.views()
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
          "Store at %s is closed; open it again".formatted(layout.root()));
    }
  }

  @FunctionalInterface
  private interface ObjectCall<T> {
    T run(String name) throws IOException;
  }

  private <T> T write(String operation, String id, ObjectCall<T> call) {
    Objects.requireNonNull(id, "id");
    try {
      return Failures.told(
          "%s of '%s'".formatted(operation, id),
          layout.root(),
          () -> {
            names.mark();
            writes.prepare();
            return call.run(names.of(id));
          });
    } catch (StoreAccessException e) {
      if (e.getCause() instanceof Publisher.UnfinishedException unfinished) {
        throw new UnconfirmedWriteException(id, operation, unfinished);
      }
      throw e;
    }
  }

  private <T> T read(String operation, String id, ObjectCall<T> call) {
    Objects.requireNonNull(id, "id");
    return Failures.told(
        "%s of '%s'".formatted(operation, id), layout.root(), () -> call.run(names.of(id)));
  }
}
