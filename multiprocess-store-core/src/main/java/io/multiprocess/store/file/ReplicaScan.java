package io.multiprocess.store.file;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ReplicaChanges;
import io.multiprocess.store.StoreAccessException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of which objects a revision or a tombstone came or went, for who copies files.
 *
 * <p>A changes feed would not do: it tells of winners and conflicts, and a copy needs history and
 * the tombstones of compactions as well. A look lists no object whose directory and that of whose
 * tombstones have the stamps they had at the look before, if these were old then: so a quiet object
 * costs two stats. Others are told again only if what lies there has another digest. Positions are
 * numbers of changes in memory, which end with the opened store; the first look after that tells of
 * everything, and lists nothing itself.
 *
 * <p>Of a tombstone that is being written where it lies, only its name counts here. Who finds it
 * damaged has to try again.
 */
final class ReplicaScan {

  private static final Logger log = LoggerFactory.getLogger(ReplicaScan.class);
  private static final Pattern POSITION = Pattern.compile("(.+):([0-9]{1,18})");

  private final StoreLayout layout;
  private final StoreNames names;
  private final ObjectDirectories directories;
  private final Supplier<DirectoryTimes> currentTimes;
  private final InstantSource clock;
  private final ClockWatch clockWatch;
  private final String instance = TempSpace.unique();

  /** Guards all below. */
  private final ReentrantLock looking = new ReentrantLock();

  private final Map<String, Seen> objects = new HashMap<>();
  private final NavigableMap<Long, String> order = new TreeMap<>();
  private DirectoryTimes times = DirectoryTimes.UNKNOWN;
  private long number;
  private int looks;
  private @Nullable Object root;

  /** An object as it was before the last look. */
  private static final class Seen {
    private DirectoryStamp object = DirectoryStamp.NONE;
    private DirectoryStamp tombstones = DirectoryStamp.NONE;
    private boolean proven;
    private @Nullable String digest;
    private long changed;
    private int look;
  }

  ReplicaScan(
      StoreLayout layout,
      StoreNames names,
      ObjectDirectories directories,
      Supplier<DirectoryTimes> currentTimes,
      InstantSource clock,
      LongSupplier nanos) {
    this.layout = layout;
    this.names = names;
    this.directories = directories;
    this.currentTimes = currentTimes;
    this.clock = clock;
    this.clockWatch = new ClockWatch(clock, nanos);
  }

  /** What changed after a position, the last change first. */
  ReplicaChanges changes(Optional<String> position) throws IOException {
    looking.lock();
    try {
      lookEverywhere();
      long told = position.map(this::number).orElse(0L);
      List<String> ids =
          order.tailMap(told, false).descendingMap().values().stream()
              .map(IdCodec::decode)
              .distinct()
              .toList();
      return new ReplicaChanges(ids, instance + ":" + number);
    } finally {
      looking.unlock();
    }
  }

  private long number(String position) {
    Matcher matcher = POSITION.matcher(position);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a position; expected that of an earlier answer".formatted(position));
    }
    return matcher.group(1).equals(instance) ? Long.parseLong(matcher.group(2)) : 0;
  }

  private void lookEverywhere() throws IOException {
    requireSameOrFilled();
    if (clockWatch.wasSetBack()) {
      objects.values().forEach(object -> object.proven = false);
    }
    times = currentTimes.get();
    looks++;
    Set<String> buried = buried();
    try (Listing entries = Listing.open(layout.root())) {
      while (entries.hasNext()) {
        String name = entries.next().getFileName().toString();
        if (!StoreLayout.isHidden(name)) {
          look(name, buried.remove(name));
        }
      }
    }
    for (String name : buried) {
      look(name, true);
    }
    Set<String> gone = new HashSet<>(objects.keySet());
    gone.removeIf(name -> seen(name).look == looks);
    for (String name : gone) {
      // Deleted without a trace, so that the next one who has it brings it back.
      changed(name, seen(name));
      objects.remove(name);
    }
  }

  private Seen seen(String name) {
    return objects.computeIfAbsent(name, n -> new Seen());
  }

  private void look(String name, boolean buried) throws IOException {
    Instant before = clock.instant();
    Seen object = seen(name);
    object.look = looks;
    try {
      DirectoryStamp stamp = times.of(layout.object(name));
      DirectoryStamp tombstones = buried ? times.of(layout.tombstones(name)) : DirectoryStamp.NONE;
      boolean same = object.object.equals(stamp) && object.tombstones.equals(tombstones);
      if (object.proven && same) {
        return;
      }
      boolean first = object.changed == 0;
      object.object = stamp;
      object.tombstones = tombstones;
      object.proven =
          times.areKnown()
              && isSettledOrAbsent(stamp, before)
              && isSettledOrAbsent(tombstones, before);
      if (!names.isFound(name)) {
        return;
      }
      if (first && times.areKnown()) {
        changed(name, object);
        return;
      }
      String digest = digest(directories.lookTwiceWhenAbsent(name));
      if (!digest.equals(object.digest)) {
        object.digest = digest;
        changed(name, object);
      }
    } catch (IOException | InvalidPathException | InvalidIdException e) {
      requireRoot();
      object.proven = false;
      log.debug("{} cannot be looked at; it is tried again", name, e);
    }
  }

  /** That a directory comes is seen at once. */
  private boolean isSettledOrAbsent(DirectoryStamp stamp, Instant before) {
    return !stamp.exists() || times.isSettled(stamp, before);
  }

  private void changed(String name, Seen object) {
    order.remove(object.changed);
    object.changed = ++number;
    order.put(number, name);
  }

  private static String digest(ObjectView view) {
    return ContentHash.digest(
        "%s %s %s %s"
            .formatted(
                view.live(),
                view.dead(),
                new TreeSet<>(view.named().tombstoneNames()),
                view.named().isWhole()));
  }

  private Set<String> buried() throws IOException {
    Set<String> buried = new HashSet<>();
    if (layout.isDirectory(layout.tombstones())) {
      try {
        for (Path entry : Listing.of(layout.tombstones())) {
          String name = entry.getFileName().toString();
          if (!StoreLayout.isHidden(name)) {
            buried.add(name);
          }
        }
      } catch (NoSuchFileException | NotDirectoryException e) {
        log.trace("{} is gone", layout.tombstones(), e);
      }
    }
    return buried;
  }

  /**
   * A store's directory that is missing, or another one with nothing in it, is a disk that is not
   * mounted, and not a store that lacks everything.
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

  private void requireRoot() {
    try {
      if (StoreLayout.attributes(layout.root()).isDirectory()) {
        return;
      }
    } catch (IOException e) {
      throw new StoreAccessException(
          "Look failed in %s: store directory is gone".formatted(layout.root()), e);
    }
    throw new StoreAccessException(
        "Look failed in %s: it is no directory any more".formatted(layout.root()),
        new NotDirectoryException(layout.root().toString()));
  }
}
