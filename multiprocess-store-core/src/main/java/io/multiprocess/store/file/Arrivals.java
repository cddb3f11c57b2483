package io.multiprocess.store.file;

import io.multiprocess.store.Acceptance;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoredFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Lends files of this store to another one, and takes in those of another one, under the names and
 * with the bytes they have there.
 *
 * <p>A file that arrives becomes visible by the same rename as one that is written here, and takes
 * its time along: that a tombstone is as old everywhere lets all stores give it up together.
 */
final class Arrivals {

  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

  private final StoreLayout layout;
  private final DocumentCodec codec;
  private final Inspector inspector;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Sweeper sweeper;
  private final Publisher publisher;
  private final Durability durability;
  private final InstantSource clock;

  Arrivals(
      StoreLayout layout,
      DocumentCodec codec,
      Inspector inspector,
      ObjectDirectories directories,
      Tombstones tombstones,
      Sweeper sweeper,
      Publisher publisher,
      Durability durability,
      InstantSource clock) {
    this.layout = layout;
    this.codec = codec;
    this.inspector = inspector;
    this.directories = directories;
    this.tombstones = tombstones;
    this.sweeper = sweeper;
    this.publisher = publisher;
    this.durability = durability;
    this.clock = clock;
  }

  /** What there is of an object. */
  Holdings holdings(String name) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    Set<Revision> retired = new HashSet<>(view.named().bases().keySet());
    retired.addAll(view.dead());
    Set<List<Revision>> conflicts =
        view.contentions().stream()
            .map(ObjectView.Contention::rivals)
            .collect(Collectors.toUnmodifiableSet());
    return new Holdings(
        view.live(), retired, new TreeSet<>(view.named().tombstoneNames()), conflicts);
  }

  Optional<StoredFile> revision(String id, String name, Revision revision) throws IOException {
    return read(id, revision, layout.revision(name, revision), codec.maxBytes());
  }

  Optional<StoredFile> tombstone(String id, String name, Revision tombstone) throws IOException {
    Path file = layout.tombstones(name).resolve(tombstone.toString());
    return read(id, tombstone, file, Tombstones.MAX_BYTES);
  }

  private static Optional<StoredFile> read(String id, Revision name, Path file, long maxBytes)
      throws IOException {
    try {
      BoundedFile content = BoundedFile.read(file, maxBytes);
      return Optional.of(new StoredFile(content.bytes(), content.modified()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (BoundedFile.UnsuitableFileException e) {
      throw new DamagedRevisionException(id, name, "%s (%s)".formatted(e.getMessage(), file));
    }
  }

  /**
   * Takes in a revision, unless it is dead here.
   *
   * <p>The object is looked at only where it may matter, or a thousand rivals would be listed a
   * thousand times. That there is no such file may be known late on a network mount; then it is
   * replaced by the same one.
   */
  Acceptance acceptRevision(String id, String name, Revision revision, StoredFile file)
      throws IOException {
    byte[] content = file.bytes();
    if (content.length > inspector.maxDocumentBytes()
        || !inspector.isWhole(content, revision, id)) {
      return Acceptance.DAMAGED;
    }
    do {
      DeadRevisions named = tombstones.dead(name);
      if (named.contains(revision)) {
        return Acceptance.RETIRED;
      }
      if (layout.isDirectory(layout.object(name))
          && Files.exists(layout.revision(name, revision), LinkOption.NOFOLLOW_LINKS)) {
        return Acceptance.KNOWN;
      }
      if (named.haveDeadChildren(Set.of(revision)) && wouldBeDead(name, revision, content)) {
        return Acceptance.RETIRED;
      }
    } while (!publish(name, revision, content));
    keepTime(layout.revision(name, revision), file.writtenAt());
    return Acceptance.ACCEPTED;
  }

  /**
   * Whether all that was made from a revision is dead, should it lie here. What was made from it
   * has arrived before it, since a copy begins with the greatest.
   */
  private boolean wouldBeDead(String name, Revision revision, byte[] content) throws IOException {
    ObjectView view = directories.look(name);
    DeadRevisions named = view.named();
    Map<Revision, List<Revision>> bases = named.links();
    Set<Revision> unnamed = new HashSet<>(view.live());
    unnamed.addAll(view.unnamed());
    for (Revision present : unnamed) {
      directories.bases(name, present).ifPresent(known -> bases.put(present, known));
    }
    if (ContentHash.isProof(revision)) {
      JsonNode ancestry = codec.decode(content).get(DocumentCodec.REVISION);
      if (ancestry != null) {
        Ancestry.parse(ancestry.asString(""))
            .ifPresent(known -> bases.put(revision, known.bases()));
      }
    }
    unnamed.add(revision);
    return new Lineage(bases)
        .extinct(unnamed, named.superseded(), named::contains)
        .contains(revision);
  }

  /**
   * Makes a revision visible.
   *
   * @return false if the object's directory came or went meanwhile
   */
  private boolean publish(String name, Revision revision, byte[] content) throws IOException {
    Path directory = layout.object(name);
    if (layout.isDirectory(directory)) {
      return publisher.publishFile(content, directory.resolve(revision.toString()), durability);
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(directory.toString(), null, StoreLayout.NO_DIRECTORY);
    }
    return publisher.publishDirectory(content, directory, revision.toString(), durability);
  }

  /** Takes in a tombstone if it says anything new, and sweeps what is dead by it. */
  Acceptance acceptTombstone(String name, Revision fileName, StoredFile file) throws IOException {
    byte[] content = file.bytes();
    Path target = layout.tombstones(name).resolve(fileName.toString());
    Optional<Tombstone> tombstone =
        content.length > Tombstones.MAX_BYTES
            ? Optional.empty()
            : tombstones.whole(target, fileName, content);
    if (tombstone.isEmpty()) {
      return Acceptance.DAMAGED;
    }
    if (!file.writtenAt().isAfter(TombstonePurge.horizon(clock.instant()))) {
      return Acceptance.OUTDATED;
    }
    if (tombstones.dead(name).says(tombstone.get())) {
      return Acceptance.KNOWN;
    }
    tombstones.publishCopy(name, fileName, content);
    keepTime(target, file.writtenAt());
    sweeper.sweepInPassing(directories.look(name));
    return Acceptance.ACCEPTED;
  }

  private static void keepTime(Path file, Instant writtenAt) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(writtenAt));
    } catch (IOException e) {
      log.debug("{} is swept already, or keeps the time of its arrival", file, e);
    }
  }
}
