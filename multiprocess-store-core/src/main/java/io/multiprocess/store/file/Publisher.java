package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that makes things visible in a store.
 *
 * <p>Everything is one primitive: a rename of something finished under {@code .local/tmp}. A file
 * is renamed into a directory, or a directory onto one that is absent or empty, which POSIX makes a
 * compare-and-set. In which {@linkplain ForceOrder order} files and directories are forced depends
 * on the file system.
 *
 * <p>Whether a rename failed because of a race is never read from an error: the target is looked
 * at.
 */
final class Publisher {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  /** A rename that fails onto a target that is free lost a race with a deletion, or is an error. */
  private static final int RENAME_ATTEMPTS = 5;

  private final Disk disk;
  private final TempSpace temp;
  private final Announcer announcer;
  private final Epochs epochs;
  private final ForceOrder order;

  Publisher(Disk disk, TempSpace temp, Announcer announcer, Epochs epochs, ForceOrder order) {
    this.disk = disk;
    this.temp = temp;
    this.announcer = announcer;
    this.epochs = epochs;
    this.order = order;
  }

  /** The write became visible, but what has to follow failed. */
  static final class UnfinishedException extends IOException {

    private static final long serialVersionUID = 1L;

    UnfinishedException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Renames a finished file to its target.
   *
   * @return false if the target's directory is gone
   * @throws UnfinishedException if the file is visible but not forced
   */
  boolean publishFile(byte[] content, Path target, Durability durability) throws IOException {
    while (true) {
      try {
        if (durability == Durability.FULL && order != ForceOrder.FILE_THEN_DIRECTORY) {
          publishAndForce(content, target);
          announcer.announce(target);
          return true;
        }
        place(write(content, durability), target);
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(Disk.parent(target), LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        // The target's directory came back, or somebody took the temporary file or its directory
        // for a leftover: write it again.
        log.debug("What was to become {} vanished; writing it again", target, e);
        continue;
      }
      if (durability == Durability.FULL) {
        confirm(target);
      }
      announcer.announce(target);
      return true;
    }
  }

  /** A finished file aside. */
  private Path write(byte[] content, Durability durability) throws IOException {
    return temp.make(
        path -> {
          disk.write(path, content, durability);
          return path;
        });
  }

  /** Makes a finished file visible, or removes it. */
  private void place(Path written, Path target) throws IOException {
    try {
      announcer.expect(target);
      rename(written, target, holder(target));
    } catch (IOException e) {
      TempSpace.delete(written, e);
      throw e;
    }
  }

  /** Publishes a file and forces it once, under its new name. */
  private void publishAndForce(byte[] content, Path target) throws IOException {
    Disk.WrittenFile file = temp.make(path -> disk.write(path, content));
    try {
      place(file.path(), target);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    afterPublishing(
        () -> {
          try (file) {
            file.force(target);
          }
          if (order == ForceOrder.FILE_LAST) {
            disk.forceOwnEntry(Disk.parent(target));
          }
        });
  }

  /**
   * Renames a directory that holds one finished file onto a directory that is absent or empty.
   *
   * @return false if the target was neither
   * @throws UnfinishedException if the directory is visible but not forced
   */
  boolean publishDirectory(byte[] content, Path target, String fileName, Durability durability)
      throws IOException {
    announcer.expect(target.resolve(fileName));
    if (!placeDirectory(content, target, fileName, durability)) {
      return false;
    }
    if (durability == Durability.FULL) {
      afterPublishing(
          () -> {
            disk.forceNewDirectory(target);
            disk.requireReadable(target.resolve(fileName));
          });
    }
    announcer.announce(target.resolve(fileName));
    return true;
  }

  /** Says what somebody may publish for this store, since a claim on it is about to stand. */
  void expect(Path target) {
    announcer.expect(target);
  }

  /**
   * Puts a claim in its place. Only its content is forced: a claim that a power cut takes away has
   * claimed nothing.
   *
   * @return false if there is another
   */
  boolean publishClaim(byte[] content, Path target, String fileName, Durability durability)
      throws IOException {
    createDirectories(Disk.parent(target));
    return placeDirectory(content, target, fileName, durability);
  }

  /** Makes a directory of the store's own, unless it is there. */
  void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  private boolean placeDirectory(
      byte[] content, Path target, String fileName, Durability durability) throws IOException {
    Path directory = temp.make(disk::createNewDirectory);
    Path file = directory.resolve(fileName);
    boolean placed = false;
    try {
      disk.write(file, content, durability);
      if (durability == Durability.FULL && order != ForceOrder.FILE_ONCE) {
        disk.forceDirectory(directory);
      }
      placed = moveOnto(directory, target);
    } catch (IOException e) {
      TempSpace.delete(file, e);
      TempSpace.delete(directory, e);
      throw e;
    }
    if (!placed) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
    return placed;
  }

  /**
   * Renames a finished file that lies in the store already.
   *
   * @return false if it is gone, or its target's directory is
   */
  boolean move(Path file, Path target) throws IOException {
    try {
      rename(file, target, holder(target));
      announcer.announce(target);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Forces the entry of a file, whoever has renamed it to where it is: this process must be sure of
   * it.
   *
   * @throws UnfinishedException if that fails
   */
  void confirm(Path file) throws IOException {
    afterPublishing(
        () -> {
          disk.forceEntry(Disk.parent(file));
          disk.requireReadable(file);
        });
  }

  /**
   * Forces a file that is visible already, whoever wrote it, with its entry: something else is
   * about to be given up for it.
   *
   * @return false if it is gone
   */
  boolean secure(Path file) throws IOException {
    try {
      disk.forceFile(file);
      disk.forceEntry(Disk.parent(file));
      disk.requireReadable(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean moveOnto(Path directory, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        rename(directory, target, nameOf(target));
        return true;
      } catch (FileSystemException e) {
        if (isOccupied(target)) {
          return false;
        }
        if (attempt == RENAME_ATTEMPTS || e instanceof AtomicMoveNotSupportedException) {
          throw e;
        }
      }
    }
  }

  private static boolean isOccupied(Path target) throws IOException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      // Listing a pipe would wait for somebody to write into it.
      return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }
    try (Listing entries = Listing.open(target)) {
      return entries.hasNext();
    } catch (NotDirectoryException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a file under its final name unless something is there already, and forces it fully. */
  void publishIfAbsent(byte[] content, Path target) throws IOException {
    Path written = write(content, Durability.FULL);
    try {
      linkOrMove(written, target);
      disk.forceDirectory(Disk.parent(target));
      disk.requireReadable(target);
    } catch (FileAlreadyExistsException e) {
      log.trace("{} is there already", target);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** A link is exclusive; where there are none, one look before the rename is the best there is. */
  private static void linkOrMove(Path written, Path target) throws IOException {
    try {
      Files.createLink(target, written);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The one rename; counted for the object that it changes. */
  private void rename(Path source, Path target, String object) throws IOException {
    epochs.counting(object, () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
  }

  /** The object in whose directory, or that of its tombstones, a file lies. */
  private static String holder(Path file) {
    return nameOf(Disk.parent(file));
  }

  private static String nameOf(Path directory) {
    return directory.getFileName().toString();
  }

  /** Removes a directory unless somebody has put something there. */
  void removeEmptyDirectory(Path directory) throws IOException {
    try {
      epochs.counting(nameOf(directory), () -> Files.deleteIfExists(directory));
    } catch (DirectoryNotEmptyException e) {
      log.trace("{} is not empty any more", directory, e);
    }
  }

  /**
   * Moves a file out of sight. Not forced: after a power cut it may lie there again, and whoever
   * meets it moves it again.
   */
  void retire(Path file, Path directory, String name) throws IOException {
    createDirectories(directory);
    try {
      rename(file, directory.resolve(name), holder(file));
    } catch (NoSuchFileException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      log.trace("{} was moved by somebody else", file);
    }
  }

  /** Writes and removes a file, to prove that both can be done. */
  void probe() throws IOException {
    Files.deleteIfExists(write(new byte[] {'\n'}, Durability.NONE));
  }

  /** Forces what has become visible; a directory that is gone has nothing left to force. */
  private static void afterPublishing(Disk.Action force) throws IOException {
    try {
      force.run();
    } catch (NoSuchFileException e) {
      log.trace("Deleted by somebody who saw what was published", e);
    } catch (IOException e) {
      throw new UnfinishedException(e);
    }
  }
}
