package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Lets one edit of a base through, without a lock.
 *
 * <pre>
 * .local/claims/&lt;base&gt;.&lt;object&gt;/&lt;child&gt;     an edit of a base that waits for its decision
 * </pre>
 *
 * <p>A claim is a directory with the finished edit in it, renamed onto an absent or empty
 * directory, which one process can do. It is decided by renaming the edit into the object's
 * directory while the base is the winner, and by unlinking it otherwise. Both act on one directory
 * entry, so the kernel lets exactly one decision happen, whoever makes it: a process that finds a
 * claim in its way decides it first, and nobody waits for a claimer that was killed. That a base is
 * the winner turns false once and stays so, which makes late decisions harmless.
 *
 * <p>What a claimer left long ago is unlinked rather than published, so that the edit of a dead
 * process does not surface when nobody expects it. Either would be safe.
 */
final class Claims {

  private static final Duration ABANDONED = Duration.ofSeconds(30);

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final Publisher publisher;
  private final Durability durability;

  Claims(
      StoreLayout layout,
      ObjectDirectories directories,
      ObjectReads reads,
      Publisher publisher,
      Durability durability) {
    this.layout = layout;
    this.directories = directories;
    this.reads = reads;
    this.publisher = publisher;
    this.durability = durability;
  }

  /**
   * Publishes an edit if its base is the winner.
   *
   * @return false if it was not published, and never will be
   */
  boolean publish(String name, Revision base, Revision child, byte[] content) throws IOException {
    Path claim = layout.claim(name, base);
    publisher.createDirectories(layout.claims());
    publisher.expect(layout.revision(name, child));
    do {
      if (!reads.isWinner(directories.look(name), base)) {
        return false;
      }
      decideAll(claim, name, base);
    } while (!publisher.publishClaim(content, claim, child.toString(), durability));

    if (!settle(claim, name, base, child)) {
      return false;
    }
    if (durability == Durability.FULL) {
      publisher.confirm(layout.revision(name, child));
    }
    return true;
  }

  /**
   * Decides one's own claim.
   *
   * <p>A failure must not leave it behind: whoever met it later would publish an edit that was told
   * to have failed. What cannot be taken back may be visible already or become so.
   */
  private boolean settle(Path claim, String name, Revision base, Revision child)
      throws IOException {
    try {
      decide(claim, name, base, child);
      publisher.removeEmptyDirectory(claim);
      return directories.wasPublished(name, child);
    } catch (IOException e) {
      throw isWithdrawn(claim.resolve(child.toString()), e)
          ? e
          : new Publisher.UnfinishedException(e);
    }
  }

  private static boolean isWithdrawn(Path entry, IOException reason) {
    try {
      return Files.deleteIfExists(entry);
    } catch (IOException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  /** Clears the way of a claim. */
  private void decideAll(Path claim, String name, Revision base) throws IOException {
    for (Path entry : list(claim)) {
      String child = entry.getFileName().toString();
      if (!Revision.isRevision(child) || !isEdit(entry) || isAbandoned(entry)) {
        Files.deleteIfExists(entry);
      } else {
        decide(claim, name, base, Revision.parse(child));
      }
    }
    publisher.removeEmptyDirectory(claim);
  }

  private void decide(Path claim, String name, Revision base, Revision child) throws IOException {
    Path entry = claim.resolve(child.toString());
    Path target = layout.object(name).resolve(child.toString());
    if (!reads.isWinner(directories.look(name), base) || !publisher.move(entry, target)) {
      Files.deleteIfExists(entry);
    }
  }

  private static boolean isEdit(Path entry) {
    return Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
  }

  private List<Path> list(Path claim) throws IOException {
    if (!layout.isDirectory(claim)) {
      return List.of();
    }
    try {
      return Listing.of(claim);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static boolean isAbandoned(Path entry) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
      return written.isBefore(Instant.now().minus(ABANDONED));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
