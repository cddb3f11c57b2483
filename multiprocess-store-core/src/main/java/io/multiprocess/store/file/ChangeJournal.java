package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.feed.ChangeIndex;
import io.multiprocess.store.feed.IndexLog;
import io.multiprocess.store.feed.Position;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the index of an opened store has told, in a file under {@code .local/changes}, so that
 * whoever stored a position can go on from it after this process has ended.
 *
 * <p>A change is appended before anybody is told of it. The file is not forced: when a power cut
 * has taken the end of it, a position beyond that end is not known, and its owner begins anew.
 * Nothing is appended after a failure; the file is written as a whole then.
 */
final class ChangeJournal {

  private static final Logger log = LoggerFactory.getLogger(ChangeJournal.class);

  /** Of those who ended, as much is kept for as long. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Whoever is in use shows it as often to those on other hosts, who cannot ask. */
  private static final Duration SHOWN_EVERY = Duration.ofDays(1);

  private static final long KEPT_BYTES = 256L << 20;
  private static final int KEPT_FILES = 4;

  private static final int LINES_BEFORE_REWRITE = 10_000;

  /** The indexes that are in use in this process. */
  private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

  private final StoreLayout layout;
  private final Disk disk;
  private final TempSpace temp;
  private final ChangeIndex index;
  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long lines;
  private boolean failing;

  ChangeJournal(StoreLayout layout, Disk disk, TempSpace temp, ChangeIndex index) {
    this.layout = layout;
    this.disk = disk;
    this.temp = temp;
    this.index = index;
    this.file = layout.changes().resolve(index.name());
    IN_USE.add(index.name());
  }

  /** Writes down what was observed, whether or not that succeeds. */
  void append(List<String> observed) {
    boolean interrupted = Thread.interrupted();
    try {
      if (channel == null || lines > 2L * index.size() + LINES_BEFORE_REWRITE || !isThere()) {
        rewrite();
      } else if (!observed.isEmpty()) {
        ByteBuffer bytes = ByteBuffer.wrap((String.join("\n", observed) + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          Objects.requireNonNull(channel).write(bytes);
        }
        lines += observed.size();
      }
      failing = false;
    } catch (IOException | RuntimeException e) {
      closeChannel();
      if (!failing) {
        failing = true;
        log.warn(
            "Positions of the changes feed of {} are not known after a restart for now: {}",
            layout.root(),
            e.getMessage(),
            e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isThere() throws IOException {
    try {
      return Objects.equals(StoreLayout.attributes(file).fileKey(), key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void rewrite() throws IOException {
    closeChannel();
    disk.createDirectories(layout.changes());
    List<String> log = index.log();
    Path written = temp.make(path -> write(log, path));
    try {
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
    channel = FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    key = StoreLayout.attributes(file).fileKey();
    lines = log.size();
  }

  private Path write(List<String> log, Path path) throws IOException {
    try (FileChannel unfinished = disk.createLog(path);
        BufferedWriter out = new BufferedWriter(Channels.newWriter(unfinished, UTF_8))) {
      for (String line : log) {
        out.write(line);
        out.write('\n');
      }
    }
    return path;
  }

  /** The index that gave a position, as far as it is still known here. */
  Optional<ChangeIndex> read(String name) throws IOException {
    Path other = layout.changes().resolve(name);
    if (!Position.isIndex(name) || !layout.isDirectory(layout.changes())) {
      return Optional.empty();
    }
    try {
      if (!StoreLayout.attributes(other).isRegularFile()) {
        return Optional.empty();
      }
      try (BufferedReader in =
          new BufferedReader(
              Channels.newReader(
                  Files.newByteChannel(
                      other, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)),
                  UTF_8.newDecoder(),
                  1 << 16))) {
        return IndexLog.read(name, in);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Removes what nobody can be expected to come back to, and shows that this one is in use. */
  void tidy() {
    try {
      if (isThere() && Written.of(file).at().isBefore(Instant.now().minus(SHOWN_EVERY))) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
      if (!layout.isDirectory(layout.changes())) {
        return;
      }
      List<Written> written = new ArrayList<>();
      for (Path other : Listing.of(layout.changes())) {
        String name = other.getFileName().toString();
        if (!IN_USE.contains(name)
            && (TempSpace.isOurs(name) || TempSpace.isLeftover(name, other))) {
          written.add(Written.of(other));
        }
      }
      written.sort(Comparator.comparing(Written::at).reversed());
      long bytes = 0;
      for (int i = 0; i < written.size(); i++) {
        bytes += written.get(i).bytes();
        boolean old = written.get(i).at().isBefore(Instant.now().minus(KEPT));
        if (old || (i >= KEPT_FILES && bytes > KEPT_BYTES)) {
          Files.deleteIfExists(written.get(i).file());
        }
      }
    } catch (IOException e) {
      log.debug("Journals in {} stay for later", layout.changes(), e);
    }
  }

  /** A journal, and when it was last written to. */
  private record Written(Path file, Instant at, long bytes) {
    static Written of(Path file) throws IOException {
      BasicFileAttributes attributes = StoreLayout.attributes(file);
      return new Written(file, attributes.lastModifiedTime().toInstant(), attributes.size());
    }
  }

  void close() {
    closeChannel();
    IN_USE.remove(index.name());
  }

  private void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("{} cannot be closed", file, e);
    }
    channel = null;
  }
}
