package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves dead revisions out of an object's directory into this host's archive, oldest first, so that
 * a process that knows no tombstones never sees the object fall back to an older state.
 */
final class Sweeper {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** What desktop systems leave in any directory; it must not keep a deleted object's alive. */
  private static final Pattern JUNK =
      Pattern.compile("\\.DS_Store|Thumbs\\.db|desktop\\.ini|\\._.*");

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Publisher publisher;
  private final Quarantine quarantine;

  Sweeper(
      StoreLayout layout,
      ObjectDirectories directories,
      Tombstones tombstones,
      Publisher publisher,
      Quarantine quarantine) {
    this.layout = layout;
    this.directories = directories;
    this.tombstones = tombstones;
    this.publisher = publisher;
    this.quarantine = quarantine;
  }

  /** Sweeps what the view saw dead, and removes the directory if that leaves it empty. */
  void sweep(ObjectView view) throws IOException {
    if (view.dead().isEmpty()) {
      return;
    }
    recordUnnamed(view);
    Path archive = layout.archive().resolve(view.name());
    for (Revision revision : view.dead()) {
      publisher.retire(layout.revision(view.name(), revision), archive, revision.toString());
    }
    if (!view.exists()) {
      removeDirectory(view.name());
    }
  }

  /**
   * Removes what the view saw dead without archiving it, and what the archive has of it: on a full
   * disk a deletion has to make room.
   */
  void discard(ObjectView view) throws IOException {
    recordUnnamed(view);
    Path archive = layout.archive().resolve(view.name());
    boolean archived = layout.isDirectory(archive);
    for (Revision revision : view.dead()) {
      Files.deleteIfExists(layout.revision(view.name(), revision));
      if (archived) {
        Files.deleteIfExists(archive.resolve(revision.toString()));
      }
    }
    if (!view.exists()) {
      removeDirectory(view.name());
    }
  }

  private void recordUnnamed(ObjectView view) throws IOException {
    if (!view.unnamed().isEmpty()) {
      SortedMap<Revision, Optional<List<Revision>>> ancestors = new TreeMap<>();
      for (Revision revision : view.unnamed()) {
        ancestors.put(revision, directories.bases(view.name(), revision));
      }
      tombstones.publish(view.name(), new Tombstone(Tombstone.ANCESTOR, ancestors));
    }
  }

  /** Sweeps for a reader, who is served whether or not this process may write. */
  void sweepInPassing(ObjectView view) {
    try {
      sweep(view);
    } catch (IOException e) {
      log.debug("Dead revisions of {} stay where they are for now", view.name(), e);
    }
  }

  private void removeDirectory(String name) throws IOException {
    Path directory = layout.object(name);
    try {
      setJunkAside(directory);
      // An edit that the deletion had not seen stays, and with it the object.
      publisher.removeEmptyDirectory(directory);
    } catch (NoSuchFileException e) {
      log.trace("{} was removed by somebody else", directory, e);
    }
  }

  private void setJunkAside(Path directory) throws IOException {
    for (Path entry : Listing.of(directory)) {
      if (JUNK.matcher(entry.getFileName().toString()).matches()) {
        quarantine.move(entry);
      }
    }
  }
}
