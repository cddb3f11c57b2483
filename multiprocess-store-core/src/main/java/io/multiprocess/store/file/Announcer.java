package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of which objects this opened store has published something: to its own changes feed at once,
 * and to those of other processes by appending the object's name to a file of its own under {@code
 * .local/announcements}.
 *
 * <p>That only tells where to look, so that it may be lost or wrong: it is not forced, and a
 * failure never reaches the writer. While no feed has lately shown that it listens, nothing is
 * written; that is asked once a second at most.
 */
final class Announcer {

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  /** For how long after a feed has shown itself the others go on. */
  static final Duration ATTENTION = Duration.ofMinutes(10);

  private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A file is followed by another one, so that none grows for ever. */
  private static final long MAX_BYTES = 256 << 10;

  private final StoreLayout layout;
  private final Disk disk;
  private final OwnWrites own = new OwnWrites();
  private final String prefix = TempSpace.unique() + ".";

  /** Processes share the files of the operating system, and no others. */
  private final boolean reachesOthers;

  private volatile @Nullable Consumer<String> feed;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private long askedAt;
  private boolean asked;
  private boolean heard;
  private int files;
  private long written;
  private @Nullable Path file;
  private @Nullable FileChannel channel;

  Announcer(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
    this.reachesOthers = layout.root().getFileSystem().equals(FileSystems.getDefault());
  }

  OwnWrites own() {
    return own;
  }

  /** Tells the names also to this feed of the same opened store. */
  void tell(@Nullable Consumer<String> ownFeed) {
    feed = ownFeed;
  }

  /** Whether an announcement file is this opened store's. */
  boolean isOwn(String fileName) {
    return fileName.startsWith(prefix);
  }

  /** What is about to be published at a place; nobody can see it yet. */
  void expect(Path target) {
    if (own.isWanted()) {
      String name = objectOf(target);
      if (name != null) {
        own.expect(name, target.getFileName().toString());
      }
    }
  }

  /** What has been published at a place, or been helped to be. */
  void announce(Path target) {
    Consumer<String> listening = feed;
    boolean remote = reachesOthers && isHeard();
    if (listening == null && !remote) {
      return;
    }
    String name = objectOf(target);
    if (name == null) {
      return;
    }
    own.becameVisible(name, target.getFileName().toString());
    if (listening != null) {
      listening.accept(name);
    }
    if (remote && name.indexOf('\n') < 0) {
      append(ByteBuffer.wrap((name + "\n").getBytes(UTF_8)));
    }
  }

  /** The object of which a file is a revision or a tombstone. */
  private @Nullable String objectOf(Path target) {
    Path directory = Disk.parent(target);
    boolean counts =
        Revision.isRevision(target.getFileName().toString())
            && (layout.root().equals(directory.getParent())
                || layout.tombstones().equals(directory.getParent()));
    return counts ? directory.getFileName().toString() : null;
  }

  private boolean isHeard() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (!asked || now - askedAt >= ASKED_NANOS) {
        asked = true;
        askedAt = now;
        heard = showsAttention();
      }
      return heard;
    } finally {
      lock.unlock();
    }
  }

  private boolean showsAttention() {
    try {
      if (!layout.isDirectory(layout.announcements())) {
        return false;
      }
      BasicFileAttributes shown = StoreLayout.attributes(layout.attention());
      return shown.lastModifiedTime().toInstant().isAfter(Instant.now().minus(ATTENTION));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      log.debug("{} cannot be looked at; nothing is announced", layout.announcements(), e);
      return false;
    }
  }

  private void append(ByteBuffer line) {
    boolean interrupted = Thread.interrupted();
    lock.lock();
    try {
      if (written >= MAX_BYTES) {
        end();
      }
      if (channel == null) {
        file = layout.announcements().resolve(prefix + files++);
        channel = disk.createLog(file);
        written = 0;
      }
      written += channel.write(line);
    } catch (IOException | RuntimeException e) {
      interrupted |= e instanceof ClosedByInterruptException && Thread.interrupted();
      log.debug("What was published in {} is found without being announced", layout.root(), e);
      end();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes back the file. Who reads it has it open, and reads it to its end. */
  private void end() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (file != null) {
        Files.deleteIfExists(Objects.requireNonNull(file));
      }
    } catch (IOException e) {
      log.debug("{} stays for others to remove", file, e);
    }
    channel = null;
    file = null;
  }

  void close() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }
}
