package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up tombstones that are older than any copy of the store is expected to be away.
 *
 * <p>Those of an object go together, or none: what settles a deletion must not go before it. While
 * something lies there that one of them names, or the object has a conflict, all of them stay.
 */
final class TombstonePurge {

  /** Fifteen months: a year, and a quarter to notice. */
  static final Duration AGE = Duration.ofDays(457);

  private static final Logger log = LoggerFactory.getLogger(TombstonePurge.class);

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Publisher publisher;
  private final InstantSource clock;

  TombstonePurge(
      StoreLayout layout,
      ObjectDirectories directories,
      Tombstones tombstones,
      Publisher publisher,
      InstantSource clock) {
    this.layout = layout;
    this.directories = directories;
    this.tombstones = tombstones;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** The moment at which a tombstone is old enough that was written then. */
  static Instant horizon(Instant now) {
    return now.minus(AGE);
  }

  /** How many tombstones were removed, or would be. */
  long purge(boolean dryRun) throws IOException {
    long purged = 0;
    for (String name : objects()) {
      List<Path> outdated = outdated(name);
      if (!dryRun && !outdated.isEmpty()) {
        for (Path file : outdated) {
          Files.deleteIfExists(file);
        }
        publisher.removeEmptyDirectory(layout.tombstones(name));
      }
      purged += outdated.size();
    }
    return purged;
  }

  private List<String> objects() throws IOException {
    if (!layout.isDirectory(layout.tombstones())) {
      return List.of();
    }
    return Listing.of(layout.tombstones()).stream()
        .map(entry -> entry.getFileName().toString())
        .toList();
  }

  /** The tombstones of an object if all of them may go, in the order in which they do. */
  private List<Path> outdated(String name) throws IOException {
    ObjectView view = directories.look(name);
    if (!view.named().isWhole() || !view.dead().isEmpty() || !view.contentions().isEmpty()) {
      return List.of();
    }
    Instant horizon = horizon(clock.instant());
    List<Path> deletions = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    try {
      for (Revision file : view.named().tombstoneNames()) {
        Path path = layout.tombstones(name).resolve(file.toString());
        if (StoreLayout.attributes(path).lastModifiedTime().toInstant().isAfter(horizon)) {
          return List.of();
        }
        Optional<Tombstone> tombstone = tombstones.find(name, file);
        boolean deletion = tombstone.isPresent() && tombstone.get().kind().equals(Tombstone.DELETE);
        (deletion ? deletions : others).add(path);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      log.trace("Tombstones of {} were merged or purged by somebody else", name, e);
      return List.of();
    }
    // Whoever is killed half way leaves a settlement without its deletion, and not the reverse.
    List<Path> ordered = new ArrayList<>(deletions);
    ordered.addAll(others);
    return ordered;
  }
}
