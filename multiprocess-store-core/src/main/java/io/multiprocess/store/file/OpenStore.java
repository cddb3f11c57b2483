package io.multiprocess.store.file;

import io.multiprocess.store.Acceptance;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.DocumentMapping;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.ReplicaChanges;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.StoredFile;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.feed.Position;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a store put together, and its operations with ids for names and with failures of the
 * file system told as the store's. Knows of no end: an operation that has begun is let finish.
 */
final class OpenStore {

  private static final Logger log = LoggerFactory.getLogger(OpenStore.class);

  /** How often an upsert looks, with patience, at an object that exists but cannot be read yet. */
  private static final int UNFINISHED_LOOKS = 3;

  private final StoreLayout layout;
  private final Publisher publisher;
  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Conflicts conflicts;
  private final Decisions decisions;
  private final Histories histories;
  private final Revivals revivals;
  private final Archive archive;
  private final Compactor compactor;
  private final StoreNames names;
  private final ObjectWalk walk;
  private final Scrubber scrubber;
  private final Repairer repairer;
  private final Announcer announcer;
  private final StoreChanges changes;
  private final ReplicaScan replicaScan;
  private final Arrivals arrivals;
  private final TombstonePurge tombstonePurge;

  OpenStore(Path root, StoreOptions options) throws IOException {
    this.layout = new StoreLayout(root);
    layout.requireOwnDirectories();
    String fileSystem = layout.fileSystem();
    Disk disk = new Disk(root, options.sharing());
    DocumentCodec codec = new DocumentCodec(options.maxDocumentBytes(), options.maxDepth());
    TempSpace temp = new TempSpace(layout, disk);
    this.announcer = new Announcer(layout, disk);
    Epochs epochs = new Epochs(layout, disk, fileSystem, !options.foreignDelay().isZero());
    this.publisher = new Publisher(disk, temp, announcer, epochs, ForceOrder.on(fileSystem));
    DocumentCodec ownCodec = DocumentCodec.ofStoreFiles();
    RevisionReader reader = new RevisionReader(layout, codec);
    Supplier<DirectoryTimes> times =
        () -> options.cacheBytes() > 0 ? DirectoryTimes.below(root) : DirectoryTimes.UNKNOWN;
    KnownObjects known =
        new KnownObjects(
            layout,
            codec,
            DirectoryTimes.below(root, fileSystem),
            epochs,
            options.cacheBytes(),
            options.foreignDelay());
    Tombstones tombstones = new Tombstones(layout, ownCodec, disk, publisher, known);
    this.directories = new ObjectDirectories(layout, tombstones, reader, known);
    Quarantine quarantine = new Quarantine(layout, disk);
    Sweeper sweeper = new Sweeper(layout, directories, tombstones, publisher, quarantine);
    Settlements settlements =
        new Settlements(layout, directories, tombstones, sweeper, publisher, options.listener());
    DamageReports reports = new DamageReports(layout, options.listener());
    this.reads = new ObjectReads(directories, reader, known, sweeper, settlements, reports);
    this.writes =
        new ObjectWrites(
            layout,
            codec,
            directories,
            reads,
            known,
            tombstones,
            sweeper,
            disk,
            publisher,
            options);
    this.archive = new Archive(layout, reader, tombstones, publisher);
    this.conflicts = new Conflicts(layout, directories, reader, tombstones, archive, reports);
    this.decisions =
        new Decisions(directories, reads, writes, conflicts, settlements, options.onStale());
    this.histories = new Histories(layout, directories, tombstones, archive, conflicts);
    this.revivals =
        new Revivals(directories, reads, writes, histories, decisions, options.onStale());
    this.compactor = new Compactor(layout, directories, reader, tombstones, sweeper, publisher);
    this.names = new StoreNames(layout, ownCodec, publisher, options);
    this.walk = new ObjectWalk(layout, names, directories, sweeper);
    Inspector inspector = new Inspector(codec, ownCodec);
    this.scrubber = new Scrubber(layout, names, directories, inspector);
    this.repairer = new Repairer(layout, inspector, directories, sweeper, publisher, quarantine);
    ObjectScan scan =
        new ObjectScan(
            layout, names, directories, sweeper, times, InstantSource.system(), System::nanoTime);
    Announcements announcements = new Announcements(layout, disk, announcer);
    this.changes =
        new StoreChanges(
            layout,
            scan,
            announcer.own(),
            index -> new ChangeJournal(layout, disk, temp, index),
            feed ->
                new ChangeWatcher(
                    layout,
                    feed,
                    announcer,
                    announcements,
                    options.changesInterval(),
                    options.foreignDelay()));
    InstantSource clock = InstantSource.system();
    this.replicaScan = new ReplicaScan(layout, names, directories, times, clock, System::nanoTime);
    this.arrivals =
        new Arrivals(
            layout,
            codec,
            inspector,
            directories,
            tombstones,
            sweeper,
            publisher,
            options.durability(),
            clock);
    this.tombstonePurge = new TombstonePurge(layout, directories, tombstones, publisher, clock);
    temp.removeLeftovers();
  }

  /** Makes a store's directory. */
  static void createDirectories(Disk disk, Path directory, Durability durability)
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

  Path root() {
    return layout.root();
  }

  /** Lists and writes, to prove that both can be done. */
  void checkAccess() {
    told(
        "Check of access",
        () -> {
          walk.checkAccess();
          publisher.probe();
          return true;
        });
  }

  Versioned<ObjectNode> create(String id, ObjectNode document) {
    return write("Create", id, name -> writes.create(id, name, document));
  }

  /** The first failure is thrown, with the further ones suppressed in it. */
  List<Versioned<ObjectNode>> createAll(Map<String, ObjectNode> documents, Durability durability) {
    List<Callable<Versioned<ObjectNode>>> calls = new ArrayList<>();
    documents.forEach((id, document) -> calls.add(() -> create(id, document)));
    List<Versioned<ObjectNode>> created = new ArrayList<>();
    Throwable failure = null;
    for (Fanout.Outcome<Versioned<ObjectNode>> outcome :
        Fanout.run(Fanout.threads(durability), calls)) {
      if (outcome instanceof Fanout.Returned<Versioned<ObjectNode>> returned) {
        created.add(returned.value());
      } else if (outcome instanceof Fanout.Threw<Versioned<ObjectNode>> threw) {
        if (failure == null) {
          failure = threw.failure();
        } else {
          failure.addSuppressed(threw.failure());
        }
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return created;
  }

  Optional<Versioned<ObjectNode>> find(String id) {
    return found(id).map(ObjectReads.Found::document);
  }

  <V> Optional<Versioned<V>> find(String id, DocumentMapping<V> mapping) {
    return found(id).map(found -> found.as(mapping));
  }

  private Optional<ObjectReads.Found> found(String id) {
    return read("Read", id, name -> reads.found(id, name));
  }

  Optional<Versioned<ObjectNode>> find(String id, Revision revision) {
    return read("Read", id, name -> reads.revision(id, name, revision));
  }

  /** An object none of whose revisions can be read has been reported and is left out. */
  private Optional<ObjectReads.Found> readable(String name) {
    String id = IdCodec.decode(name);
    try {
      return Failures.told("Read", id, layout.root(), () -> reads.found(id, name));
    } catch (DamagedRevisionException e) {
      return Optional.empty();
    }
  }

  boolean exists(String id) {
    return read("Read", id, reads::exists);
  }

  Versioned<ObjectNode> update(Versioned<ObjectNode> edited, OnStale onStale, Merging merging) {
    String id = edited.id();
    return write(
        "Update",
        id,
        name -> {
          Versioned<ObjectNode> written =
              writes.update(id, name, edited.revision(), edited.value(), onStale);
          return onStale == OnStale.MERGE ? decisions.mergeStale(name, written, merging) : written;
        });
  }

  Versioned<ObjectNode> upsert(String id, ObjectNode fields, OnStale onStale, Merging merging) {
    int unfinished = 0;
    while (true) {
      Optional<Versioned<ObjectNode>> winner = find(id);
      try {
        if (winner.isEmpty()) {
          return create(id, fields);
        }
        ObjectNode merged = winner.get().value();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
          merged.set(field.getKey(), field.getValue());
        }
        return update(winner.get(), onStale, merging);
      } catch (ObjectExistsException e) {
        // Created meanwhile, or an npm process is writing the first revision, or died doing it.
        log.trace("{} exists all at once", id, e);
        if (winner.isEmpty() && ++unfinished > UNFINISHED_LOOKS) {
          return update(new Versioned<>(id, e.revision(), fields), onStale, merging);
        }
      } catch (ObjectNotFoundException | StaleRevisionException e) {
        log.trace("{} changed under an upsert", id, e);
      }
    }
  }

  Versioned<ObjectNode> settle(String id, ObjectNode value, NavigableSet<Revision> rivals) {
    return write("Settlement", id, name -> decisions.settle(id, name, value, rivals));
  }

  Optional<Versioned<ObjectNode>> resolve(String id, Merging merging) {
    return write("Settlement", id, name -> decisions.resolve(id, name, merging));
  }

  List<Settlement> settleCaptured(String id, MergeRules rules, boolean dryRun) {
    ObjectCall<List<Settlement>> call = name -> decisions.settleCaptured(id, name, rules, dryRun);
    return dryRun ? read("Settlement", id, call) : write("Settlement", id, call);
  }

  List<Settlement> settleCaptured(MergeRules rules, boolean dryRun) {
    List<Settlement> settled = new ArrayList<>();
    try (Stream<ObjectView> views = walk.views()) {
      views
          .filter(view -> !view.contentions().isEmpty())
          .forEach(
              view -> settled.addAll(settleCaptured(IdCodec.decode(view.name()), rules, dryRun)));
    }
    return List.copyOf(settled);
  }

  boolean delete(String id) {
    return write("Delete", id, writes::delete);
  }

  boolean delete(String id, Revision revision) {
    return write("Delete", id, name -> writes.delete(id, name, revision));
  }

  Versioned<ObjectNode> undelete(String id) {
    return write("Undelete", id, name -> revivals.undelete(id, name));
  }

  Versioned<ObjectNode> restore(String id, Revision revision) {
    return write("Restoration", id, name -> revivals.restore(id, name, revision));
  }

  Versioned<ObjectNode> revert(String id, Revision revision) {
    return write("Reversion", id, name -> revivals.revert(id, name, revision));
  }

  CompactionReport compact(String id, Retention retention, boolean dryRun) {
    ObjectCall<CompactionReport> call = name -> compactor.compact(name, retention, dryRun);
    return dryRun ? read("Compaction", id, call) : write("Compaction", id, call);
  }

  CompactionReport compact(Retention retention, boolean dryRun) {
    CompactionReport report = CompactionReport.NOTHING;
    try (Stream<ObjectView> views = walk.views()) {
      for (ObjectView view : (Iterable<ObjectView>) views::iterator) {
        report = report.plus(compact(IdCodec.decode(view.name()), retention, dryRun));
      }
    }
    return report;
  }

  CompactionReport purgeArchive(Duration age, boolean dryRun) {
    return told(
        "Purge",
        () -> {
          Instant horizon = Retention.during(age).horizon(Instant.now());
          CompactionReport report = CompactionReport.NOTHING;
          for (String name : archive.objects()) {
            // What is open may have to be merged from bodies that were retired before it showed.
            if (directories.look(name).contentions().isEmpty()) {
              report = report.plus(archive.purge(name, horizon, dryRun));
            }
          }
          return report;
        });
  }

  /** Looks at every file of the archive. */
  ArchiveSize archiveSize() {
    return told(
        "Measurement of the archive",
        () -> {
          ArchiveSize size = ArchiveSize.EMPTY;
          for (String name : archive.objects()) {
            size = size.plus(archive.size(name));
          }
          return size;
        });
  }

  long usableBytes() {
    return told("Look at the disk", () -> Files.getFileStore(layout.root()).getUsableSpace());
  }

  /** One look at every object, taken as the stream is consumed. */
  Stream<ObjectView> views() {
    return walk.views();
  }

  /** The winner of every object that has a readable one. */
  Stream<ObjectReads.Found> winners() {
    return walk.each(this::readable);
  }

  List<String> ids(Predicate<? super String> wanted, String after, int limit) {
    return told("List", () -> walk.ids(wanted, after, limit));
  }

  List<Conflict> conflicts(String id) {
    return read("Read", id, name -> conflicts.of(id, directories.lookTwiceWhenAbsent(name)));
  }

  /** The conflicts of an object that has been looked at. */
  List<Conflict> conflicts(ObjectView view) {
    String id = IdCodec.decode(view.name());
    return told("Read of '%s'".formatted(id), () -> conflicts.of(id, view));
  }

  Optional<OpenConflict<ObjectNode>> conflict(String id, MergeRules rules) {
    return read("Read", id, name -> reads.conflict(id, name, conflicts, rules));
  }

  List<HistoryEntry<ObjectNode>> history(String id) {
    return read("Read", id, histories::history);
  }

  Optional<Versioned<ObjectNode>> asOf(String id, Instant moment) {
    return read("Read", id, name -> histories.asOf(id, name, moment));
  }

  ArrayNode diff(String id, Revision from, Revision to) {
    return read("Read", id, name -> histories.diff(id, name, from, to));
  }

  List<Versioned<ObjectNode>> revisions(String id) {
    return read("Read", id, name -> reads.revisions(id, name));
  }

  StoreCounts counts() {
    Tally tally = new Tally();
    try (Stream<ObjectView> views = walk.views()) {
      views.forEach(view -> tally.replace(view.name(), Tally.Share.NONE, Tally.Share.of(view)));
    }
    return tally.counts();
  }

  ScrubReport scrub(Consumer<? super Finding> listener) {
    return told("Scrub", () -> scrubber.scrub(listener));
  }

  ScrubReport scrub(String id) {
    return read("Scrub", id, scrubber::scrubObject);
  }

  RepairReport repair() {
    return told("Repair", () -> repairer.repair(scrubber));
  }

  RepairReport repair(Path source) {
    return told("Repair", () -> repairer.repair(scrubber, source));
  }

  ChangeBatch changes(Optional<Position> position) {
    return told("Read of changes", () -> changes.after(position));
  }

  ChangeFeed watch(Optional<Position> position, ChangeListener listener) {
    return told("Watch of changes", () -> changes.watch(position, listener));
  }

  ReplicaChanges replicaChanges(Optional<String> position) {
    return told("Look for changes", () -> replicaScan.changes(position));
  }

  Holdings holdings(String id) {
    return read("Read", id, arrivals::holdings);
  }

  Optional<StoredFile> storedRevision(String id, Revision revision) {
    return read("Read", id, name -> arrivals.revision(id, name, revision));
  }

  Optional<StoredFile> storedTombstone(String id, Revision tombstone) {
    return read("Read", id, name -> arrivals.tombstone(id, name, tombstone));
  }

  Acceptance acceptRevision(String id, Revision revision, StoredFile file) {
    return write("Copy", id, name -> arrivals.acceptRevision(id, name, revision, file));
  }

  Acceptance acceptTombstone(String id, Revision tombstone, StoredFile file) {
    return write("Copy", id, name -> arrivals.acceptTombstone(name, tombstone, file));
  }

  long purgeTombstones(boolean dryRun) {
    return told("Purge of tombstones", () -> tombstonePurge.purge(dryRun));
  }

  /** Ends what goes on by itself. Operations under way are not concerned. */
  void close() {
    changes.close();
    announcer.close();
  }

  private <T> T told(String operation, Failures.Call<T> call) {
    return Failures.told(operation, layout.root(), call);
  }

  @FunctionalInterface
  private interface ObjectCall<T> {
    T run(String name) throws IOException;
  }

  private <T> T write(String operation, String id, ObjectCall<T> call) {
    Objects.requireNonNull(id, "id");
    try {
      return Failures.told(
          operation,
          id,
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
    return Failures.told(operation, id, layout.root(), () -> call.run(names.of(id)));
  }
}
