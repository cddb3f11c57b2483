package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what other opened stores announce; see {@link Announcer}. Each file is read to its end,
 * also after it was removed. Used by one thread at a time.
 */
final class Announcements {

  private static final Logger log = LoggerFactory.getLogger(Announcements.class);

  private static final Duration SHOWN_EVERY = Duration.ofMinutes(5);
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_NAME = 1 << 10;

  private final StoreLayout layout;
  private final Disk disk;
  private final Announcer announcer;
  private final Map<Path, Tail> tails = new HashMap<>();

  Announcements(StoreLayout layout, Disk disk, Announcer announcer) {
    this.layout = layout;
    this.disk = disk;
    this.announcer = announcer;
  }

  /**
   * Shows those who write that somebody listens, and removes what dead processes announced.
   *
   * @return whether they may not have known, so that what they wrote a moment ago is to be found
   *     without them
   */
  boolean showAttention() throws IOException {
    Path shown = layout.attention();
    disk.createDirectories(layout.announcements());
    Instant now = Instant.now();
    Instant last = Instant.MIN;
    try {
      last = StoreLayout.attributes(shown).lastModifiedTime().toInstant();
    } catch (NoSuchFileException e) {
      disk.createLog(shown).close();
    }
    boolean known =
        last.isAfter(now.minus(Announcer.ATTENTION)) && last.isBefore(now.plus(SHOWN_EVERY));
    if (!known || last.isBefore(now.minus(SHOWN_EVERY))) {
      Files.setLastModifiedTime(shown, FileTime.from(now));
      removeLeftovers();
    }
    return !known;
  }

  private void removeLeftovers() throws IOException {
    for (Path file : Listing.of(layout.announcements())) {
      String name = file.getFileName().toString();
      int end = name.lastIndexOf('.');
      if (end > 0 && TempSpace.isLeftover(name.substring(0, end), file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Takes what was announced until now for seen. */
  void skip() throws IOException {
    read(new HashSet<>());
  }

  /**
   * Adds the names of objects that were announced since the last time.
   *
   * @return false if there may be others
   */
  boolean read(Set<String> names) throws IOException {
    boolean all = true;
    Set<Path> present = list();
    for (Path file : present) {
      if (!tails.containsKey(file) && !announcer.isOwn(file.getFileName().toString())) {
        all &= open(file);
      }
    }
    Iterator<Map.Entry<Path, Tail>> each = tails.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Path, Tail> tail = each.next();
      all &= tail.getValue().read(names);
      if (!present.contains(tail.getKey())) {
        tail.getValue().close();
        each.remove();
      }
    }
    return all;
  }

  private Set<Path> list() throws IOException {
    Set<Path> files = new HashSet<>();
    try {
      if (layout.isDirectory(layout.announcements())) {
        files.addAll(Listing.of(layout.announcements()));
        files.remove(layout.attention());
      }
    } catch (NoSuchFileException e) {
      log.trace("{} is gone", layout.announcements(), e);
    }
    return files;
  }

  private boolean open(Path file) {
    try {
      if (StoreLayout.attributes(file).isRegularFile()) {
        tails.put(
            file,
            new Tail(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
      }
      return true;
    } catch (IOException e) {
      log.debug("{} cannot be read", file, e);
      return false;
    }
  }

  void close() {
    tails.values().forEach(Tail::close);
    tails.clear();
  }

  /** A file that is being appended to, and how far it was read. */
  private static final class Tail {
    private final FileChannel channel;
    private long read;

    Tail(FileChannel channel) {
      this.channel = channel;
    }

    boolean read(Set<String> names) {
      try {
        long size = channel.size();
        if (size - read > MOST_BYTES) {
          read = size;
          return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, size - read));
        int count = channel.read(bytes, read);
        return count <= 0 || take(bytes.array(), count, names);
      } catch (IOException e) {
        log.debug("An announcement cannot be read", e);
        return false;
      }
    }

    /** What was not appended to its end yet is left for the next time. */
    private boolean take(byte[] bytes, int count, Set<String> names) {
      int end = count;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end == 0 && count > LONGEST_NAME) {
        read += count;
        return false;
      }
      read += end;
      new String(bytes, 0, end, UTF_8).lines().filter(Tail::isName).forEach(names::add);
      return true;
    }

    private static boolean isName(String line) {
      return !line.isEmpty()
          && line.length() <= LONGEST_NAME
          && line.indexOf('/') < 0
          && line.indexOf('\\') < 0
          && line.indexOf('\0') < 0
          && !StoreLayout.isHidden(line);
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("An announcement file cannot be closed", e);
      }
    }
  }
}
