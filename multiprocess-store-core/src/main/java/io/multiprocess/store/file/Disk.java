package io.multiprocess.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files and directories, and forces both. The one class that does.
 *
 * <p>What is forced, and when, is for {@link ForceOrder} to say.
 *
 * <p>After a force something is asked of the file system that it refuses when it has shut down: a
 * read of a file, a stat of a directory. On xfs, and on ext4 when the journal is given up at that
 * moment, the force itself is answered with success. Directories are not forced on Windows, where
 * they cannot be opened.
 */
final class Disk {

  private static final Logger log = LoggerFactory.getLogger(Disk.class);

  private static final int REMEMBERED_DIRECTORIES = 10_000;

  private static final Set<OpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);

  private final Path root;
  private final boolean posix;
  private final boolean knowsUsers;
  private final Sharing sharing;

  /** Directories whose own entry this process has forced, with the identity they had then. */
  private final Map<Path, Object> durableDirectories = new ConcurrentHashMap<>();

  /** A force failed. What was to be forced is given up: the kernel may have dropped it. */
  static final class UnforcedException extends IOException {

    private static final long serialVersionUID = 1L;

    UnforcedException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  Disk(Path root, Sharing sharing) {
    this.root = root;
    this.posix = root.getFileSystem().getSeparator().equals("/");
    this.knowsUsers = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.sharing = sharing;
  }

  /** Whether a directory can be forced, and renamed onto an empty one; not so on Windows. */
  boolean isPosix() {
    return posix;
  }

  /**
   * Writes a new file as a whole, and forces it if the durability asks for that. Whatever lies
   * there already is left alone: it could be a link to somewhere else, or a pipe.
   */
  void write(Path file, byte[] content, Durability durability) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(file, WRITE, attributes(sharing.file()))) {
            fill(channel, file, content);
            if (durability != Durability.NONE) {
              force(channel);
              requireReadable(channel);
            }
          } catch (ClosedByInterruptException e) {
            Files.deleteIfExists(file);
            throw e;
          }
        });
  }

  /**
   * Writes a new file as a whole, to be forced under another name.
   *
   * @see #write
   */
  WrittenFile write(Path file, byte[] content) throws IOException {
    FileChannel channel = null;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          channel = FileChannel.open(file, WRITE, attributes(sharing.file()));
          fill(channel, file, content);
          return new WrittenFile(channel, file);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          Files.deleteIfExists(file);
        } catch (IOException | RuntimeException e) {
          if (channel != null) {
            channel.close();
          }
          throw e;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void fill(FileChannel channel, Path file, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    share(file, sharing.file());
  }

  /** A file that is written and still open. */
  final class WrittenFile implements Closeable {

    private final FileChannel channel;
    private final Path path;

    private WrittenFile(FileChannel channel, Path path) {
      this.channel = channel;
      this.path = path;
    }

    /** Where it was written. */
    Path path() {
      return path;
    }

    /**
     * Forces the content, and the renames that came before, where the file system does that.
     *
     * @param name the name it has now
     */
    void force(Path name) throws IOException {
      try {
        Disk.force(channel);
        requireReadable(channel);
      } catch (ClosedChannelException e) {
        // An interrupt closes what a thread works on, and leaves the file as it is.
        forceFile(name);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Makes a new file that is appended to, by whoever has it open. Not forced. */
  FileChannel createLog(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, APPEND, attributes(sharing.file()));
    try {
      share(file, sharing.file());
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Makes a file of zeros unless there is one. Not forced. */
  void createFilled(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE, attributes(sharing.file()))) {
      share(file, sharing.file());
      ByteBuffer zeros = ByteBuffer.allocate(bytes);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    } catch (FileAlreadyExistsException e) {
      log.trace("{} was made by somebody else", file, e);
    }
  }

  /**
   * Makes a directory that is not there.
   *
   * @throws FileAlreadyExistsException if something is there
   */
  Path createNewDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, attributes(sharing.directory()));
    share(directory, sharing.directory());
    return directory;
  }

  /**
   * Makes a directory.
   *
   * @return false if it is there already
   */
  boolean createDirectory(Path directory) throws IOException {
    try {
      createNewDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(directory.toString(), null, StoreLayout.NO_DIRECTORY);
      }
      return false;
    }
  }

  /**
   * Makes a directory and those above it that are missing. Below the store's root none of them may
   * be a link, above it they may.
   */
  void createDirectories(Path directory) throws IOException {
    if (directory.startsWith(root) && !directory.equals(root)) {
      if (!parent(directory).equals(root)) {
        createDirectories(parent(directory));
      }
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        createDirectory(directory);
      }
    } else if (!Files.isDirectory(directory)) {
      Path parent = directory.getParent();
      if (parent != null) {
        createDirectories(parent);
      }
      createDirectory(directory);
    }
  }

  /**
   * Makes a directory and those above it that are missing, and forces the entry of each. Of several
   * processes that make one at once all force it, since none knows how far the others are.
   */
  void createForcedDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.getParent();
      if (parent != null) {
        createForcedDirectories(parent);
      }
      createDirectory(directory);
      forceNewDirectory(directory);
    }
  }

  /** Makes a directory unless it is there, and in either case forces its entry once. */
  void createDurableDirectory(Path directory) throws IOException {
    createDirectory(directory);
    if (!isKnownDurable(directory, identity(directory))) {
      forceNewDirectory(directory);
    }
  }

  /** Forces a directory's own entry while that may be new. */
  void forceOwnEntry(Path directory) throws IOException {
    if (!isKnownDurable(directory, identity(directory))) {
      forceNewDirectory(directory);
    }
  }

  /** Forces a directory after an entry came into it, and its own entry while that may be new. */
  void forceEntry(Path directory) throws IOException {
    if (!isKnownDurable(directory, forceDirectory(directory))) {
      forceNewDirectory(directory);
    }
  }

  /** Forces a directory's own entry in its parent. */
  void forceNewDirectory(Path directory) throws IOException {
    Object identity = identity(directory);
    forceDirectory(parent(directory));
    if (identity != null) {
      if (durableDirectories.size() >= REMEMBERED_DIRECTORIES) {
        durableDirectories.clear();
      }
      durableDirectories.put(directory, identity);
    }
  }

  /**
   * Forces a directory's entries where the platform can, and returns its identity if it has one.
   */
  @Nullable Object forceDirectory(Path directory) throws IOException {
    if (posix) {
      uninterrupted(
          () -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              force(channel);
            }
          });
    }
    return identity(directory);
  }

  /** Forces the content of a file that is there. */
  void forceFile(Path file) throws IOException {
    // What other users wrote may only be read, and is enough on POSIX; Windows wants to write.
    OpenOption access = posix ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(file, access, LinkOption.NOFOLLOW_LINKS)) {
            force(channel);
            if (posix) {
              requireReadable(channel);
            }
          }
        });
  }

  /** Fails if the file system has shut down, though it answered the last force with success. */
  void requireReadable(Path file) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            requireReadable(channel);
          }
        });
  }

  private static void requireReadable(FileChannel channel) throws IOException {
    given(() -> channel.position(0).read(ByteBuffer.allocate(1)));
  }

  private static void force(FileChannel channel) throws IOException {
    given(() -> channel.force(true));
  }

  /** Nothing but a file that is gone or a channel that was closed says that a force may be had. */
  private static void given(Action force) throws IOException {
    try {
      force.run();
    } catch (ClosedChannelException | NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new UnforcedException(e);
    }
  }

  /** Nothing is made but inside the store's root, which has a parent itself. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "parent");
  }

  private boolean isKnownDurable(Path directory, @Nullable Object identity) {
    return identity != null && identity.equals(durableDirectories.get(directory));
  }

  private static @Nullable Object identity(Path directory) throws IOException {
    return StoreLayout.attributes(directory).fileKey();
  }

  private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return knowsUsers
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** What is made for a group has lost the group's rights to the umask and gets them back. */
  private void share(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (knowsUsers && sharing == Sharing.GROUP) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  @FunctionalInterface
  interface Action {
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
