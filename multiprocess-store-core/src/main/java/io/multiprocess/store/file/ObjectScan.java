package io.multiprocess.store.file;

import io.multiprocess.store.Census;
import io.multiprocess.store.InvalidIdException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all objects of a store again and again, and lists only those that may have changed.
 *
 * <p>An object may have changed unless its directory and that of its tombstones have the stamps
 * they had before the last look at it, and these were old then. So what changes while it is looked
 * at, or within the same tick of the clock, is looked at once more by a later scan. Used by one
 * thread at a time.
 */
final class ObjectScan {

  private static final Logger log = LoggerFactory.getLogger(ObjectScan.class);

  private final Tally tally = new Tally();
  private final StoreLayout layout;
  private final StoreNames names;
  private final ObjectDirectories directories;
  private final Sweeper sweeper;
  private final Supplier<DirectoryTimes> currentTimes;
  private final InstantSource clock;
  private final ClockWatch clockWatch;
  private final Map<String, Known> known = new HashMap<>();
  private DirectoryTimes times = DirectoryTimes.UNKNOWN;
  private int scans;

  /** Which directory was scanned last. */
  private @Nullable Object root;

  /** Is told how objects look. */
  @FunctionalInterface
  interface Sink {
    /** An object is about to be looked at. */
    default void looking(String name) {}

    /** That object was looked at. */
    void seen(String name, ObjectView view);
  }

  /** An object's directory as it was before the last look. */
  private static final class Known {
    private DirectoryStamp object = DirectoryStamp.NONE;
    private DirectoryStamp tombstones = DirectoryStamp.NONE;
    private Tally.Share share = Tally.Share.NONE;
    private boolean proven;
    private int scan;
  }

  ObjectScan(
      StoreLayout layout,
      StoreNames names,
      ObjectDirectories directories,
      Sweeper sweeper,
      Supplier<DirectoryTimes> currentTimes,
      InstantSource clock,
      LongSupplier nanos) {
    this.layout = layout;
    this.names = names;
    this.directories = directories;
    this.sweeper = sweeper;
    this.currentTimes = currentTimes;
    this.clock = clock;
    this.clockWatch = new ClockWatch(clock, nanos);
  }

  /**
   * Tells of every object that may have changed since it was last told of.
   *
   * @throws IOException if the store's directory is gone or cannot be listed
   */
  void scan(Sink sink) throws IOException {
    requireSameOrFilled();
    distrustAfterJump();
    times = currentTimes.get();
    Set<String> buried = buried();
    scans++;
    try (Listing entries = Listing.open(layout.root())) {
      while (entries.hasNext()) {
        String name = entries.next().getFileName().toString();
        if (!StoreLayout.isHidden(name) && mayHaveChanged(name, buried.contains(name))) {
          look(name, buried.contains(name), sink);
        }
      }
    }
    List<String> gone = new ArrayList<>();
    known.forEach(
        (name, object) -> {
          if (object.scan != scans) {
            gone.add(name);
          }
        });
    for (String name : gone) {
      look(name, sink);
    }
  }

  /**
   * When the clock was set back, times of directories may come that were there before. Then every
   * object is looked at, and those whose times lie ahead again and again until these have passed.
   */
  private void distrustAfterJump() {
    if (clockWatch.wasSetBack()) {
      known.values().forEach(object -> object.proven = false);
    }
  }

  /**
   * A store's directory that is missing, or another one with nothing in it, is a disk that is not
   * mounted or a store about to be restored, and not one whose objects are deleted.
   */
  private void requireSameOrFilled() throws IOException {
    Object now = StoreLayout.attributes(layout.root()).fileKey();
    if (root != null && !root.equals(now) && isEmpty()) {
      throw new FileSystemException(
          layout.root().toString(), null, "another directory stands there, and is empty");
    }
    root = now;
  }

  private boolean isEmpty() throws IOException {
    try (Listing entries = Listing.open(layout.root())) {
      while (entries.hasNext()) {
        if (!entries.next().equals(layout.local())) {
          return false;
        }
      }
    }
    return true;
  }

  /** The objects that have tombstones, lest every other one is looked for there in vain. */
  private Set<String> buried() throws IOException {
    Set<String> buried = new HashSet<>();
    try {
      if (layout.isDirectory(layout.tombstones())) {
        for (Path entry : Listing.of(layout.tombstones())) {
          buried.add(entry.getFileName().toString());
        }
      }
    } catch (NoSuchFileException e) {
      log.trace("{} is gone", layout.tombstones(), e);
    }
    return buried;
  }

  private boolean mayHaveChanged(String name, boolean buried) {
    Known object = known.get(name);
    if (object == null) {
      return true;
    }
    object.scan = scans;
    if (!object.proven || !times.areKnown() || buried != object.tombstones.exists()) {
      return true;
    }
    try {
      return !object.object.equals(times.of(layout.object(name)))
          || (buried && !object.tombstones.equals(times.of(layout.tombstones(name))));
    } catch (IOException e) {
      return true;
    }
  }

  /** Looks at one object, and tells of it. */
  void look(String name, Sink sink) throws IOException {
    look(name, true, sink);
  }

  private void look(String name, boolean buried, Sink sink) throws IOException {
    Instant before = clock.instant();
    Known object = known.computeIfAbsent(name, n -> new Known());
    object.scan = scans;
    object.proven = false;
    try {
      DirectoryStamp stamp = times.of(layout.object(name));
      if (times.areKnown() ? !stamp.exists() : !layout.isDirectory(layout.object(name))) {
        requireRoot();
        count(name, object, Tally.Share.NONE);
        known.remove(name);
        String other = nameNow(name);
        if (other.equals(name)) {
          sink.looking(name);
          ObjectView view = directories.lookAgain(name);
          sweeper.sweepInPassing(view);
          sink.seen(name, view);
        } else {
          look(other, sink);
        }
        return;
      }
      object.object = stamp;
      object.tombstones = buried ? times.of(layout.tombstones(name)) : DirectoryStamp.NONE;
      boolean found = names.isFound(name);
      sink.looking(name);
      ObjectView view = directories.lookAgain(name);
      object.proven =
          view.isToldByNames()
              && times.isSettled(object.object, before)
              && (!object.tombstones.exists() || times.isSettled(object.tombstones, before));
      count(name, object, found ? Tally.Share.of(view) : Tally.Share.NONE);
      if (found) {
        sweeper.sweepInPassing(view);
        sink.seen(name, view);
      }
    } catch (IOException | InvalidPathException | InvalidIdException e) {
      requireRoot();
      log.debug("{} cannot be looked at; it is tried again", name, e);
    }
  }

  private void count(String name, Known object, Tally.Share now) {
    tally.replace(IdCodec.decode(name), object.share, now);
    object.share = now;
  }

  /** What there is of all objects, each as it was when it was last looked at. */
  Census census() {
    return tally.census();
  }

  /** The name under which the object lies now whose directory is gone; its own if nowhere. */
  private String nameNow(String name) throws IOException {
    String id = IdCodec.decode(name);
    if (IdCodec.isPlain(id)) {
      return name;
    }
    try {
      String now = names.of(id);
      return layout.isDirectory(layout.object(now)) ? now : name;
    } catch (InvalidIdException e) {
      return name;
    }
  }

  private void requireRoot() throws IOException {
    if (!Files.isDirectory(layout.root(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(layout.root().toString(), null, "store directory is gone");
    }
  }
}
