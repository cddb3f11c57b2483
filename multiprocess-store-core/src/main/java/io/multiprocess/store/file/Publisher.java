package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that makes things visible in a store and forces them to the disk.
 *
 * <p>Everything is one primitive: a rename of something finished under {@code .local/tmp}. A file
 * is renamed into a directory, or a directory onto one that is absent or empty, which POSIX makes a
 * compare-and-set. Forced are, in this order: the file before its rename, the directory it was
 * renamed into, and that directory's parent while the directory may be new. A directory is stat'ed
 * after it was forced, because xfs answers with success after it has shut down.
 *
 * <p>Whether a rename failed because of a race is never read from an error: the target is looked
 * at.
 */
final class Publisher {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final int REMEMBERED_DIRECTORIES = 10_000;

  /** A rename that fails onto a target that is free lost a race with a deletion, or is an error. */
  private static final int RENAME_ATTEMPTS = 5;

  private final TempSpace temp;

  /** Whether directories can be forced, and renamed onto empty ones; not so on Windows. */
  private final boolean posix;

  /** Directories whose own entry this process has forced, with the identity they had then. */
  private final Map<Path, Object> durableDirectories = new ConcurrentHashMap<>();

  Publisher(StoreLayout layout, TempSpace temp) {
    this.temp = temp;
    this.posix = layout.root().getFileSystem().getSeparator().equals("/");
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
      Path written = temp.next();
      try {
        write(written, content, durability);
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(parent(target), LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(written);
          return false;
        }
        // Somebody took the temporary file or its directory for a leftover: write it again.
        log.debug("Temporary file {} vanished; writing it again", written);
        continue;
      } catch (IOException e) {
        delete(written, e);
        throw e;
      }
      if (durability == Durability.FULL) {
        afterPublishing(() -> forceEntry(parent(target)));
      }
      return true;
    }
  }

  /**
   * Renames a directory that holds one finished file onto a directory that is absent or empty.
   *
   * @return false if the target was neither
   * @throws UnfinishedException if the directory is visible but not forced
   */
  boolean publishDirectory(byte[] content, Path target, String fileName, Durability durability)
      throws IOException {
    boolean published = placeDirectory(content, target, fileName, durability);
    if (published && durability == Durability.FULL) {
      afterPublishing(() -> forceNewDirectory(target));
    }
    return published;
  }

  /**
   * Puts a claim in its place. Only its content is forced: a claim that a power cut takes away has
   * claimed nothing.
   *
   * @return false if there is another
   */
  boolean publishClaim(byte[] content, Path target, String fileName, Durability durability)
      throws IOException {
    Files.createDirectories(parent(target));
    return placeDirectory(content, target, fileName, durability);
  }

  private boolean placeDirectory(
      byte[] content, Path target, String fileName, Durability durability) throws IOException {
    Path directory = temp.next();
    Path file = directory.resolve(fileName);
    boolean placed = false;
    try {
      Files.createDirectory(directory);
      write(file, content, durability);
      if (durability == Durability.FULL) {
        forceDirectory(directory);
      }
      placed = moveOnto(directory, target);
    } catch (IOException e) {
      delete(file, e);
      delete(directory, e);
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
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Forces a directory into which somebody has renamed what this process must be sure of.
   *
   * @throws UnfinishedException if that fails
   */
  void confirm(Path directory) throws IOException {
    afterPublishing(() -> forceEntry(directory));
  }

  private static boolean moveOnto(Path directory, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
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
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
      return entries.iterator().hasNext();
    } catch (NotDirectoryException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a file under its final name unless something is there already. */
  void publishIfAbsent(byte[] content, Path target, Durability durability) throws IOException {
    Path written = temp.next();
    try {
      write(written, content, durability);
      linkOrMove(written, target);
      if (durability == Durability.FULL) {
        forceDirectory(parent(target));
      }
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

  /** Whether {@link #publishDirectory} takes an empty directory for an absent one. */
  boolean replacesDirectories() {
    return posix;
  }

  /** Removes a directory unless somebody has put something there. */
  void removeEmptyDirectory(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      log.trace("{} is not empty any more", directory, e);
    }
  }

  /**
   * Creates a directory.
   *
   * @return false if it is there already
   */
  boolean createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return false;
    }
  }

  /** Creates a directory unless it is there, and in either case forces its entry once. */
  void createDurableDirectory(Path directory) throws IOException {
    createDirectory(directory);
    if (!isKnownDurable(directory, identity(directory))) {
      forceNewDirectory(directory);
    }
  }

  /**
   * Moves a file out of sight. Not forced: after a power cut it may lie there again, and whoever
   * meets it moves it again.
   */
  void retire(Path file, Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    try {
      Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      log.trace("{} was moved by somebody else", file);
    }
  }

  /** Writes and removes a file, to prove that both can be done. */
  void probe() throws IOException {
    Path probe = temp.next();
    try {
      write(probe, new byte[] {'\n'}, Durability.NONE);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static void write(Path file, byte[] content, Durability durability) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
              channel.write(buffer);
            }
            if (durability != Durability.NONE) {
              channel.force(true);
            }
          }
        });
  }

  /** Forces a directory after an entry came into it, and its own entry while that may be new. */
  private void forceEntry(Path directory) throws IOException {
    if (!isKnownDurable(directory, forceDirectory(directory))) {
      forceNewDirectory(directory);
    }
  }

  /** Forces a directory's own entry in its parent. */
  private void forceNewDirectory(Path directory) throws IOException {
    Object identity = identity(directory);
    forceDirectory(parent(directory));
    if (identity != null) {
      if (durableDirectories.size() >= REMEMBERED_DIRECTORIES) {
        durableDirectories.clear();
      }
      durableDirectories.put(directory, identity);
    }
  }

  private boolean isKnownDurable(Path directory, @Nullable Object identity) {
    return identity != null && identity.equals(durableDirectories.get(directory));
  }

  /** Forces what has become visible; a directory that is gone has nothing left to force. */
  private static void afterPublishing(Action force) throws IOException {
    try {
      force.run();
    } catch (NoSuchFileException e) {
      log.trace("Deleted by somebody who saw what was published", e);
    } catch (IOException e) {
      throw new UnfinishedException(e);
    }
  }

  /** Forces a directory where the platform can, and returns its identity where it has one. */
  private @Nullable Object forceDirectory(Path directory) throws IOException {
    if (posix) {
      uninterrupted(
          () -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              channel.force(true);
            }
          });
    }
    return identity(directory);
  }

  /** Nothing is published but inside the store's root, which has a parent itself. */
  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "parent");
  }

  private static @Nullable Object identity(Path directory) throws IOException {
    return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static void delete(Path path, IOException reason) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  /** An interrupt closes a channel in the middle of its work; the work is then done over. */
  private static void uninterrupted(Action action) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          action.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
