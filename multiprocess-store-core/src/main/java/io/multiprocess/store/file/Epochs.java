package io.multiprocess.store.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, in memory that all processes of a host share, how often this library has published
 * something of an object: so that a reader learns without a call to the system that it has not.
 *
 * <pre>
 * .local/epochs     16,384 slots of 64 bits, in the host's byte order; an object's is told by its name
 * </pre>
 *
 * <p>The upper half of a slot counts publications that have begun, the lower half those that have
 * ended, either modulo 2^32. A slot whose halves differ tells nothing: something is being published
 * at this moment, or its writer died doing it, and then the slot tells nothing for good, which
 * makes reads of its objects slower and never wrong. Slots are shared by objects, for the same
 * price.
 *
 * <p>They are kept where a page of a file that has been written once can be written again without
 * asking for room: on the other file systems a full disk would end whoever counts.
 *
 * <p>The file is made by a reader that wants to be told, and writers look once a second whether
 * there is one, so that nobody has to pay for what nobody uses. A reader believes it only when that
 * long has gone by. A writer that cannot count, because it may not write the file, or that was
 * stopped for longer between looking and publishing, is noticed as anybody is who does not use this
 * library.
 *
 * <p>The memory is given back when the garbage collector finds that nobody uses it, which may be
 * after the store was closed; Java has no other way that is safe.
 */
final class Epochs {

  private static final Logger log = LoggerFactory.getLogger(Epochs.class);

  /** Not to be told. */
  static final long UNKNOWN = -1;

  static final int SLOTS = 1 << 14;
  private static final int BYTES = SLOTS * Long.BYTES;
  private static final long BEGUN = 1L << 32;
  private static final long HALF = 0xffff_ffffL;

  /** How often it is asked whether there is a file, and whether it is the one that is mapped. */
  private static final long ASKED_NANOS = Duration.ofSeconds(1).toNanos();

  /** After how long every writer has asked. */
  private static final long NOTICED_NANOS = 2 * ASKED_NANOS;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path file;
  private final Disk disk;
  private final boolean wanted;

  /** File systems that write in place. */
  private static final Set<String> IN_PLACE = Set.of("ext4", "xfs", "tmpfs");

  /** Whether there can be such memory. */
  private final boolean shared;

  private final ReentrantLock asking = new ReentrantLock();
  private volatile Mapped mapped;

  /**
   * What stands at the file's path.
   *
   * @param slots none if there is nothing to map
   * @param since when it was mapped
   * @param askedAt when that was so
   */
  private record Mapped(
      @Nullable ByteBuffer slots,
      @Nullable Object identity,
      boolean writable,
      long since,
      long askedAt) {

    static Mapped nothing(long askedAt) {
      return new Mapped(null, null, false, askedAt, askedAt);
    }
  }

  /**
   * Does not look at the file yet.
   *
   * @param fileSystem what kind of file system the store lies on
   * @param wanted whether anything will be read; then the file is made
   */
  Epochs(StoreLayout layout, Disk disk, String fileSystem, boolean wanted) {
    this.wanted = wanted;
    this.mapped = Mapped.nothing(System.nanoTime() - ASKED_NANOS);
    this.file = layout.epochs();
    this.disk = disk;
    this.shared =
        layout.root().getFileSystem().equals(FileSystems.getDefault())
            && IN_PLACE.contains(fileSystem);
  }

  /** Something to be done between the two counts. */
  @FunctionalInterface
  interface Publication<T> {
    T run() throws IOException;
  }

  /** Publishes something of an object, so that whoever reads the object learns of it. */
  <T> T counting(String name, Publication<T> publication) throws IOException {
    Mapped known = asked(System.nanoTime());
    ByteBuffer slots = known.writable ? known.slots : null;
    count(slots, name, BEGUN);
    try {
      return publication.run();
    } finally {
      count(slots, name, 1);
    }
  }

  /**
   * How often something of an object has been published, or {@link #UNKNOWN}.
   *
   * @param now a moment before this, in {@link System#nanoTime}
   */
  long read(String name, long now) {
    if (!wanted) {
      return UNKNOWN;
    }
    Mapped known = asked(now);
    ByteBuffer slots = known.slots;
    if (slots == null || now - known.since < NOTICED_NANOS) {
      return UNKNOWN;
    }
    long epoch = (long) LONGS.getVolatile(slots, offset(name));
    return epoch >>> 32 == (epoch & HALF) ? epoch : UNKNOWN;
  }

  /** What a slot says after one more publication than when it said that. */
  static long next(long epoch) {
    return epoch == UNKNOWN ? UNKNOWN : epoch + BEGUN + 1;
  }

  private static void count(@Nullable ByteBuffer slots, String name, long what) {
    if (slots != null) {
      try {
        LONGS.getAndAdd(slots, offset(name), what);
      } catch (InternalError e) {
        // How Java tells that the disk had no room for the page, or that the file was cut off.
        log.warn("What is published is not counted: {}", e.getMessage());
      }
    }
  }

  private static int offset(String name) {
    int hash = name.hashCode();
    return ((hash ^ hash >>> 14) & SLOTS - 1) * Long.BYTES;
  }

  /** What is mapped, as of a moment ago; who asks already is not waited for. */
  private Mapped asked(long now) {
    Mapped known = mapped;
    if (!shared
        || now - known.askedAt < ASKED_NANOS
        || (known.slots != null && !asking.tryLock())) {
      return known;
    }
    if (known.slots == null) {
      asking.lock();
    }
    try {
      if (mapped.askedAt == known.askedAt) {
        mapped = ask(known);
      }
      return mapped;
    } finally {
      asking.unlock();
    }
  }

  private Mapped ask(Mapped known) {
    long now = System.nanoTime();
    try {
      BasicFileAttributes attributes = attributes();
      Object identity = attributes.fileKey();
      if (attributes.isRegularFile() && attributes.size() >= BYTES && identity != null) {
        return identity.equals(known.identity)
            ? new Mapped(known.slots, identity, known.writable, known.since, now)
            : map(identity, now);
      }
    } catch (NoSuchFileException e) {
      log.trace("Nobody wants to be told of what is published in {}", file, e);
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{} cannot be shared; reads look at directories", file, e);
    }
    return Mapped.nothing(now);
  }

  private BasicFileAttributes attributes() throws IOException {
    try {
      return StoreLayout.attributes(file);
    } catch (NoSuchFileException e) {
      if (!wanted) {
        throw e;
      }
      disk.createDirectories(Disk.parent(file));
      disk.createFilled(file, BYTES);
      return StoreLayout.attributes(file);
    }
  }

  private Mapped map(Object identity, long now) throws IOException {
    try {
      return new Mapped(map(FileChannel.MapMode.READ_WRITE), identity, true, now, now);
    } catch (AccessDeniedException e) {
      log.trace("{} is somebody else's to write", file, e);
      return new Mapped(map(FileChannel.MapMode.READ_ONLY), identity, false, now, now);
    }
  }

  private ByteBuffer map(FileChannel.MapMode mode) throws IOException {
    Set<OpenOption> access =
        mode.equals(FileChannel.MapMode.READ_WRITE)
            ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
            : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(file, access)) {
      return channel.map(mode, 0, BYTES);
    }
  }
}
