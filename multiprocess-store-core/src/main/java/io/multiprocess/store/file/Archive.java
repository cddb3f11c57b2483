package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.RevisionReader.Reading;
import io.multiprocess.store.file.RevisionReader.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the bodies of dead revisions rest on this host until they are purged.
 *
 * <pre>
 * .local/archive/&lt;object&gt;/&lt;revision&gt;
 * </pre>
 */
final class Archive {

  private static final Logger log = LoggerFactory.getLogger(Archive.class);

  private final StoreLayout layout;
  private final RevisionReader reader;
  private final Tombstones tombstones;
  private final Publisher publisher;

  Archive(StoreLayout layout, RevisionReader reader, Tombstones tombstones, Publisher publisher) {
    this.layout = layout;
    this.reader = reader;
    this.tombstones = tombstones;
    this.publisher = publisher;
  }

  /** Where the bodies of an object's revisions lie. */
  private Path directory(String name) {
    return layout.archive().resolve(name);
  }

  /** Where the body of a dead revision lies, if it does. */
  Path file(String name, Revision revision) {
    return directory(name).resolve(revision.toString());
  }

  /** The body of a dead revision, if it is there and whole. */
  Optional<Whole> read(String name, Revision revision) throws IOException {
    if (!layout.isDirectory(directory(name))) {
      return Optional.empty();
    }
    Reading reading = reader.read(file(name, revision), revision, Duration.ZERO);
    return reading instanceof Whole whole ? Optional.of(whole) : Optional.empty();
  }

  /** The objects of which bodies are there, by their directory names. */
  List<String> objects() throws IOException {
    return names(layout.archive());
  }

  /** The revisions of an object whose bodies are there. */
  NavigableSet<Revision> revisions(String name) throws IOException {
    NavigableSet<Revision> revisions = new TreeSet<>();
    for (String file : names(directory(name))) {
      if (Revision.isRevision(file)) {
        revisions.add(Revision.parse(file));
      }
    }
    return revisions;
  }

  /** How much lies there of an object. What is purged meanwhile may or may not count. */
  ArchiveSize size(String name) throws IOException {
    long files = 0;
    long bytes = 0;
    for (Revision revision : revisions(name)) {
      try {
        BasicFileAttributes attributes = StoreLayout.attributes(file(name, revision));
        if (attributes.isRegularFile()) {
          files++;
          bytes += attributes.size();
        }
      } catch (NoSuchFileException e) {
        log.trace("{} of '{}' was purged meanwhile", revision, name, e);
      }
    }
    return new ArchiveSize(files, bytes);
  }

  /**
   * Removes bodies that have been dead for longer than an age: since their tombstone was published
   * here, or since they were written if none names them any more.
   */
  CompactionReport purge(String name, Instant horizon, boolean dryRun) throws IOException {
    long revisions = 0;
    long bytes = 0;
    for (Revision revision : revisions(name)) {
      Path file = file(name, revision);
      try {
        BasicFileAttributes attributes = StoreLayout.attributes(file);
        Instant died =
            tombstones.diedAt(name, revision).orElse(attributes.lastModifiedTime().toInstant());
        if (attributes.isRegularFile() && !died.isAfter(horizon)) {
          if (!dryRun) {
            Files.deleteIfExists(file);
          }
          revisions++;
          bytes += attributes.size();
        }
      } catch (NoSuchFileException e) {
        log.trace("{} was purged by somebody else", file, e);
      }
    }
    if (revisions > 0 && !dryRun) {
      publisher.removeEmptyDirectory(directory(name));
    }
    return revisions == 0 ? CompactionReport.NOTHING : new CompactionReport(1, revisions, bytes);
  }

  private List<String> names(Path directory) throws IOException {
    if (!layout.isDirectory(directory)) {
      return List.of();
    }
    try {
      return Listing.of(directory).stream().map(entry -> entry.getFileName().toString()).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }
}
