package io.multiprocess.store.file;

import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Edits.Edit;
import io.multiprocess.store.file.ObjectView.Directory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writing objects: create, update, delete.
 *
 * <p>Every write is made to count by one rename. Whoever is killed before it has changed nothing,
 * and whoever is killed after it leaves at most work that any other process does in passing.
 */
final class ObjectWrites {

  private final StoreLayout layout;
  private final Edits edits;
  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final KnownObjects known;
  private final Tombstones tombstones;
  private final Sweeper sweeper;
  private final Disk disk;
  private final Publisher publisher;
  private final Reserve reserve;
  private final Claims claims;
  private final Durability durability;
  private final Duration createGrace;
  private volatile boolean prepared;

  ObjectWrites(
      StoreLayout layout,
      DocumentCodec codec,
      ObjectDirectories directories,
      ObjectReads reads,
      KnownObjects known,
      Tombstones tombstones,
      Sweeper sweeper,
      Disk disk,
      Publisher publisher,
      StoreOptions options) {
    this.layout = layout;
    this.edits = new Edits(codec);
    this.directories = directories;
    this.reads = reads;
    this.known = known;
    this.tombstones = tombstones;
    this.sweeper = sweeper;
    this.disk = disk;
    this.publisher = publisher;
    this.reserve = new Reserve(layout, disk);
    this.claims = new Claims(layout, directories, reads, publisher, options.durability());
    this.durability = options.durability();
    this.createGrace = options.createGrace();
  }

  /** Before the first write, sets room aside for deletions on a full disk. */
  void prepare() {
    if (!prepared) {
      reserve.fill();
      prepared = true;
    }
  }

  /**
   * Creates an object by renaming a finished directory onto its empty one, which only one process
   * can do. Its directory is made first, because an npm process that makes the same object has
   * nothing to hold on to but the directory's existence; one that is empty and was made by somebody
   * else is left alone for the grace. On Windows, where no directory is renamed onto another, it is
   * renamed to where none is.
   */
  Versioned<ObjectNode> create(String id, String name, ObjectNode document) throws IOException {
    return create(id, name, document, List.of());
  }

  /** Creates an object from revisions that are dead. */
  Versioned<ObjectNode> create(String id, String name, ObjectNode document, List<Revision> bases)
      throws IOException {
    Path directory = layout.object(name);
    boolean ours = makeUnlessThere(directory);
    Grace grace = new Grace(createGrace);
    while (true) {
      ObjectView view = directories.look(name);
      if (view.exists()) {
        throw new ObjectExistsException(id, view.live().last());
      }
      switch (view.directory()) {
        case REVISIONS -> {
          sweeper.sweep(view);
          continue;
        }
        case ABSENT -> {
          grace = new Grace(createGrace);
          if (disk.isPosix()) {
            ours = disk.createDirectory(directory);
            continue;
          }
        }
        case EMPTY, FOREIGN -> {
          if (!ours && grace.remains()) {
            continue;
          }
          if (view.directory() == Directory.EMPTY && !disk.isPosix()) {
            publisher.removeEmptyDirectory(directory);
            continue;
          }
        }
      }
      if (!isStillSo(view)) {
        // Deleted between this look at the tombstones and that at the directory: the object must
        // stand above what only the next look sees named.
        continue;
      }
      Edit edit = edits.of(id, document, bases, view.generationToCreate());
      if (publishNew(view, directory, edit)) {
        return edit.written(id);
      }
      ours = false;
      grace = new Grace(createGrace);
    }
  }

  /** Most objects that are created are not there; that an object is there the next look tells. */
  private boolean makeUnlessThere(Path directory) throws IOException {
    try {
      return disk.isPosix() && disk.createDirectory(directory);
    } catch (NoSuchFileException e) {
      return false; // the store's directory is gone, as the next look tells, too
    }
  }

  /** What has come into a directory that was empty the rename onto it finds. */
  private boolean isStillSo(ObjectView view) throws IOException {
    return view.directory() == Directory.EMPTY
        ? tombstones.dead(view.name()).equals(view.named())
        : directories.look(view.name()).equals(view);
  }

  /**
   * Publishes the edit of a base, unless that is stale and stale edits are rejected.
   *
   * <p>The object need not be listed when the base was the greatest of its revisions when it was
   * last, and is still live. Whatever others have published meanwhile is in conflict with the edit
   * by its name, as it would be if it came between the listing and the edit.
   */
  Versioned<ObjectNode> update(
      String id, String name, Revision base, ObjectNode document, OnStale onStale)
      throws IOException {
    if (onStale != OnStale.REJECT && known.wasOnTop(name, base)) {
      Edit edit = edits.of(id, document, List.of(base), base.generation() + 1);
      publish(id, name, base, edit, onStale);
      return edit.written(id);
    }
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      if (!view.exists()) {
        throw new ObjectNotFoundException(id);
      }
      if (onStale == OnStale.REJECT && !reads.isWinner(view, base)) {
        throw new StaleRevisionException(id, base, view.live().last());
      }
      long generation = reads.generationToOutrank(view, base) + 1;
      Edit edit = edits.of(id, document, List.of(base), generation);
      if (publish(id, name, base, edit, onStale)) {
        return edit.written(id);
      }
    }
  }

  /** An edit that is ready to be published, unlike any other. */
  Edit edit(String id, ObjectNode document, List<Revision> bases, long generation) {
    return edits.of(id, document, bases, generation);
  }

  /** What a rule makes of rivals, the same for all who make it. */
  Edit merge(String id, ObjectNode document, List<Revision> bases, long generation) {
    return edits.merge(id, document, bases, generation);
  }

  /**
   * Publishes an edit of a base; false if the base is stale and that is to be rejected.
   *
   * @throws ObjectNotFoundException if the object is gone
   */
  boolean publish(String id, String name, Revision base, Edit edit, OnStale onStale)
      throws IOException {
    if (onStale == OnStale.REJECT) {
      return claims.publish(name, base, edit.revision(), edit.content());
    }
    Path file = layout.revision(name, edit.revision());
    if (!publisher.publishFile(edit.content(), file, durability)) {
      throw new ObjectNotFoundException(id);
    }
    known.published(name, edit.revision(), edit.content(), edit.bases());
    return true;
  }

  /**
   * Deletes what one look saw. The tombstone is the deletion; the sweep after it is for processes
   * that know no tombstones, and for caches that watch the directory.
   */
  boolean delete(String name) throws IOException {
    return delete(directories.lookTwiceWhenAbsent(name));
  }

  /** Does the same if a revision is the winner of what it sees. */
  boolean delete(String id, String name, Revision expected) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    if (view.exists() && !reads.isWinner(view, expected)) {
      throw new StaleRevisionException(id, expected, view.live().last());
    }
    return delete(view);
  }

  private boolean delete(ObjectView view) throws IOException {
    String name = view.name();
    if (!view.exists()) {
      sweeper.sweep(view);
      return false;
    }
    SortedMap<Revision, Optional<List<Revision>>> dead = new TreeMap<>();
    for (Revision revision : view.live()) {
      dead.put(revision, directories.bases(name, revision));
    }
    boolean full = publishWithReserve(name, new Tombstone(Tombstone.DELETE, dead));
    try {
      sweep(view.withDead(dead.keySet()), full);
    } catch (IOException e) {
      throw new Publisher.UnfinishedException(e);
    }
    return true;
  }

  /** Publishes a tombstone, giving up reserved room as needed, and tells whether it was needed. */
  private boolean publishWithReserve(String name, Tombstone tombstone) throws IOException {
    boolean full = false;
    while (true) {
      try {
        tombstones.publish(name, tombstone);
        return full;
      } catch (Publisher.UnfinishedException | Disk.UnforcedException e) {
        throw e;
      } catch (IOException e) {
        giveRoomFor(e);
        full = true;
      }
    }
  }

  /** Moves the deleted bodies to the archive, or removes them where there is no room for that. */
  private void sweep(ObjectView view, boolean full) throws IOException {
    if (!full) {
      try {
        sweeper.sweep(view);
        return;
      } catch (IOException e) {
        giveRoomFor(e);
      }
    }
    sweeper.discard(view);
    reserve.fill();
  }

  /** Gives up reserved room if the disk is full; any other failure is thrown. */
  private void giveRoomFor(IOException failure) throws IOException {
    try {
      publisher.probe();
    } catch (IOException full) {
      failure.addSuppressed(full);
      reserve.release(failure);
      return;
    }
    throw failure;
  }

  private boolean publishNew(ObjectView view, Path directory, Edit edit) throws IOException {
    String fileName = edit.revision().toString();
    if (view.directory() == Directory.FOREIGN) {
      // A directory with foreign files in it cannot be replaced. Two creators that meet here both
      // succeed, and their conflict shows.
      return publisher.publishFile(edit.content(), directory.resolve(fileName), durability);
    }
    return publisher.publishDirectory(edit.content(), directory, fileName, durability);
  }

  /** A bounded wait for somebody else's first file, the only wait in the protocol. */
  private static final class Grace {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final long end;

    Grace(Duration length) {
      this.end = System.nanoTime() + length.toNanos();
    }

    /** Waits a little if there is time left. */
    boolean remains() {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      return true;
    }
  }
}
