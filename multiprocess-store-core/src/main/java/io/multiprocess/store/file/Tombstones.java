package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tombstones of each object.
 *
 * <p>A tombstone that does not verify is a copy in flight and does not exist yet. Because several
 * may be replaced by their union at any time, a listing is believed when the next one equals it,
 * and one that names a file which is gone is taken again.
 */
final class Tombstones {

  private static final Logger log = LoggerFactory.getLogger(Tombstones.class);

  /** A tombstone is not a document; this only keeps a stray huge file from being read. */
  static final long MAX_BYTES = 64L << 20;

  /** How many names of dead revisions and of their bases are remembered. */
  private static final int REMEMBERED = 1 << 16;

  /** More tombstones of like size than this are replaced by one. */
  private static final int MANY = 16;

  private final StoreLayout layout;
  private final DocumentCodec codec;
  private final Disk disk;
  private final Publisher publisher;
  private final KnownObjects known;

  /** Tombstones already read and verified; they never change. */
  private final RecentlyUsed<Path, Optional<Tombstone>> verified =
      new RecentlyUsed<>(REMEMBERED, found -> found.map(Tombstone::names).orElse(1));

  /** What the tombstones of an object said together when it was last looked at. */
  private final RecentlyUsed<Path, DeadRevisions> together =
      new RecentlyUsed<>(REMEMBERED, DeadRevisions::weight);

  Tombstones(
      StoreLayout layout, DocumentCodec codec, Disk disk, Publisher publisher, KnownObjects known) {
    this.layout = layout;
    this.codec = codec;
    this.disk = disk;
    this.publisher = publisher;
    this.known = known;
  }

  /** All that the tombstones of an object say. */
  DeadRevisions dead(String name) throws IOException {
    Path directory = layout.tombstones(name);
    while (true) {
      Set<Revision> names = list(directory);
      if (names.isEmpty()) {
        return DeadRevisions.NONE;
      }
      DeadRevisions dead;
      try {
        dead = read(directory, names);
      } catch (NoSuchFileException e) {
        continue;
      }
      if (list(directory).equals(names)) {
        return dead;
      }
    }
  }

  private DeadRevisions read(Path directory, Set<Revision> names) throws IOException {
    DeadRevisions known = together.get(directory);
    if (known != null && known.isToldBy(names)) {
      return known;
    }
    List<Tombstone> contents = new ArrayList<>();
    for (Revision tombstone : names) {
      read(directory, tombstone).ifPresent(contents::add);
    }
    DeadRevisions dead = new DeadRevisions(names, contents);
    if (dead.isWhole()) {
      together.put(directory, dead);
    }
    return dead;
  }

  /**
   * When a tombstone that names a revision was published here, the earliest there is; empty if none
   * names it. Times tell, and decide nothing: one that stands for several is as old as the youngest
   * of them.
   */
  Optional<Instant> diedAt(String name, Revision revision) throws IOException {
    Path directory = layout.tombstones(name);
    Optional<Instant> earliest = Optional.empty();
    for (Revision tombstone : list(directory)) {
      try {
        Optional<Tombstone> found = read(directory, tombstone);
        if (found.isPresent() && found.get().revisions().containsKey(revision)) {
          Path file = directory.resolve(tombstone.toString());
          Instant published = StoreLayout.attributes(file).lastModifiedTime().toInstant();
          earliest =
              earliest.filter(known -> known.isBefore(published)).or(() -> Optional.of(published));
        }
      } catch (NoSuchFileException e) {
        log.trace("{} was merged with others meanwhile", tombstone, e);
      }
    }
    return earliest;
  }

  /**
   * Publishes a tombstone, forced fully whatever the store's durability: deletes do not come back.
   */
  void publish(String name, Tombstone tombstone) throws IOException {
    write(name, tombstone);
    mergeInPassing(name);
  }

  /** Publishes the bytes of a tombstone that another store has published, forced fully too. */
  void publishCopy(String name, Revision fileName, byte[] content) throws IOException {
    write(name, fileName, content);
    mergeInPassing(name);
  }

  /** Reads a tombstone; empty if there is none in the file. */
  Optional<Tombstone> find(String name, Revision fileName) throws IOException {
    return read(layout.tombstones(name), fileName);
  }

  private void mergeInPassing(String name) {
    try {
      mergeMany(name);
    } catch (IOException e) {
      log.debug("Tombstones of {} stay as many as they are for now", name, e);
    }
  }

  /** Returns the name of the file. */
  private Revision write(String name, Tombstone tombstone) throws IOException {
    byte[] content = tombstone.encode(codec);
    Revision fileName = ContentHash.TOMBSTONE.name(tombstone.generation(), content);
    write(name, fileName, content);
    return fileName;
  }

  private void write(String name, Revision fileName, byte[] content) throws IOException {
    Path file = layout.tombstones(name).resolve(fileName.toString());
    try {
      do {
        disk.createDurableDirectory(layout.tombstones());
        disk.createDurableDirectory(layout.tombstones(name));
      } while (!publisher.publishFile(content, file, Durability.FULL));
    } finally {
      known.forget(name);
    }
  }

  /**
   * Replaces tombstones by one that says all they say: first that one is published, then those it
   * covers are removed. Only tombstones of one kind and like size are merged, so that it stays
   * known why each revision died, and no name is written again at every sixteenth deletion.
   */
  private void mergeMany(String name) throws IOException {
    Path directory = layout.tombstones(name);
    Set<Revision> names = list(directory);
    if (names.size() <= MANY) {
      return;
    }
    Map<Map.Entry<String, Integer>, SortedMap<Revision, Tombstone>> alike = new HashMap<>();
    for (Revision file : names) {
      Optional<Tombstone> found = read(directory, file);
      if (found.isPresent()) {
        int size = Integer.toHexString(found.get().revisions().size()).length();
        alike
            .computeIfAbsent(Map.entry(found.get().kind(), size), s -> new TreeMap<>())
            .put(file, found.get());
      }
    }
    for (Map.Entry<Map.Entry<String, Integer>, SortedMap<Revision, Tombstone>> each :
        alike.entrySet()) {
      SortedMap<Revision, Tombstone> like = each.getValue();
      if (like.size() > MANY) {
        Revision merged = write(name, Tombstone.merged(each.getKey().getKey(), like.values()));
        for (Revision covered : like.keySet()) {
          if (!covered.equals(merged)) {
            Files.deleteIfExists(directory.resolve(covered.toString()));
          }
        }
      }
    }
  }

  /**
   * Reads a tombstone; empty if there is none in the file. A file that verifies and yet names no
   * dead revisions was meant to be something else, and must not make the store unreadable.
   */
  private Optional<Tombstone> read(Path directory, Revision name) throws IOException {
    Path file = directory.resolve(name.toString());
    Optional<Tombstone> known = verified.get(file);
    if (known != null) {
      return known;
    }
    byte[] bytes;
    try {
      bytes = BoundedFile.read(file, MAX_BYTES).bytes();
    } catch (BoundedFile.UnsuitableFileException e) {
      return Optional.empty();
    }
    if (!ContentHash.TOMBSTONE.name(name.generation(), bytes).equals(name)) {
      return Optional.empty();
    }
    Optional<Tombstone> found = decode(file, bytes);
    verified.put(file, found);
    return found;
  }

  /** The tombstone that the bytes are, if its name proves them and it names something. */
  Optional<Tombstone> whole(Path file, Revision name, byte[] bytes) {
    return ContentHash.TOMBSTONE.name(name.generation(), bytes).equals(name)
        ? decode(file, bytes)
        : Optional.empty();
  }

  private Optional<Tombstone> decode(Path file, byte[] bytes) {
    try {
      return Optional.of(Tombstone.decode(bytes, codec));
    } catch (IOException e) {
      log.warn("{} is not a tombstone: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether an object has a directory of tombstones. What else may stand at its name holds none;
   * but a store whose tombstones are all out of reach is not one without.
   */
  private boolean isThere(Path directory) throws IOException {
    try {
      if (!StoreLayout.attributes(layout.tombstones()).isDirectory()) {
        throw new FileSystemException(
            layout.tombstones().toString(), null, StoreLayout.NO_DIRECTORY);
      }
      return StoreLayout.attributes(directory).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Set<Revision> list(Path directory) throws IOException {
    if (!isThere(directory)) {
      return Set.of();
    }
    Set<Revision> names = new TreeSet<>();
    try {
      for (Path entry : Listing.of(directory)) {
        Revision.find(entry.getFileName().toString())
            .filter(ContentHash::isProof)
            .ifPresent(names::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Set.of();
    }
    return names;
  }
}
