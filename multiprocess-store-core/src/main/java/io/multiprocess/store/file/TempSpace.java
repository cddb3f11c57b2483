package io.multiprocess.store.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names under {@code .local/tmp} for what is being written, and the removal of what dead processes
 * left there.
 *
 * <p>A name is {@code <host>-<pid>-<start>-<counter>}, all of which together no two writers share:
 * host stands for machine, boot and process id space, start for the moment the process began, since
 * process ids come again. What belongs to a process of this host that is gone is a leftover at
 * once; what belongs to another host, which shares the directory through a mount, is one after a
 * day.
 */
final class TempSpace {

  private static final Logger log = LoggerFactory.getLogger(TempSpace.class);

  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})-([0-9a-z]{1,13})-[0-9a-z]+");

  private static final Pattern OF_COPYING_TOOL =
      Pattern.compile("[.~]syncthing[.~].*\\.tmp|\\.[0-9]+-[0-9a-f]{32}\\.[0-9A-Za-z]{6}");
  private static final Duration FOREIGN_LEFTOVER_AGE = Duration.ofDays(1);
  private static final String HOST = hostDigest();
  private static final String PREFIX =
      "%s-%d-%s-".formatted(HOST, ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
  private static final AtomicLong COUNTER = new AtomicLong();

  private final StoreLayout layout;
  private final Disk disk;

  TempSpace(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /** Makes something at a path where nothing may be. */
  @FunctionalInterface
  interface Making<T> {

    /**
     * Makes it.
     *
     * @throws FileAlreadyExistsException if something is there, which is left alone
     */
    T at(Path path) throws IOException;
  }

  /**
   * Makes something at a path nobody else uses, in a directory that exists. What was half made when
   * that failed is removed.
   */
  <T> T make(Making<T> making) throws IOException {
    disk.createDirectories(layout.tmp());
    while (true) {
      Path path = layout.tmp().resolve(unique());
      try {
        return making.at(path);
      } catch (FileAlreadyExistsException e) {
        log.debug("{} is taken", path, e);
      } catch (IOException | RuntimeException e) {
        delete(path, e);
        throw e;
      }
    }
  }

  /** Removes what is given up for a reason, which is told also when that fails. */
  static void delete(Path path, Exception reason) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** A name nobody else uses, of this process. */
  static String unique() {
    return PREFIX + Long.toString(COUNTER.getAndIncrement(), 36);
  }

  /** Removes what no living process can be writing any more. */
  void removeLeftovers() {
    try {
      for (Path entry : Listing.of(layout.tmp())) {
        if (isLeftover(entry)) {
          deleteTree(entry);
        }
      }
    } catch (NoSuchFileException e) {
      log.trace("Nothing was ever written through {}", layout.tmp());
    } catch (IOException e) {
      log.debug("Leftovers in {} stay for a later open", layout.tmp(), e);
    }
  }

  private static boolean isLeftover(Path entry) throws IOException {
    return isLeftover(entry.getFileName().toString(), entry);
  }

  /** Whether a unique name is of this process. */
  static boolean isOurs(String unique) {
    return unique.startsWith(PREFIX);
  }

  /** Whether an entry is of a process that can be using it no more, by the name it has or had. */
  static boolean isLeftover(String unique, Path entry) throws IOException {
    Matcher name = NAME.matcher(unique);
    if (!name.matches()) {
      return false;
    }
    if (name.group(1).equals(HOST)) {
      return ProcessHandle.of(Long.parseLong(name.group(2)))
          .filter(process -> startOf(process).equals(name.group(3)))
          .isEmpty();
    }
    return isOld(entry);
  }

  /**
   * Whether nobody can be writing an entry any more. Beside what processes of this library write,
   * copying tools may have been told to put their unfinished files here.
   */
  static boolean isOrphaned(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    return NAME.matcher(name).matches()
        ? isLeftover(entry)
        : !Reserve.isReserve(name) && isOld(entry);
  }

  /** Whether an entry has the name of what Syncthing or rsync have not finished copying. */
  static boolean isOfCopyingTool(Path entry) {
    return OF_COPYING_TOOL.matcher(entry.getFileName().toString()).matches();
  }

  private static boolean isOld(Path entry) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
      return written.isBefore(Instant.now().minus(FOREIGN_LEFTOVER_AGE));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A temporary directory holds files only, so one level is the whole tree. */
  private static void deleteTree(Path entry) throws IOException {
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      for (Path file : Listing.of(entry)) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(entry);
  }

  private static String startOf(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Long.toString(start.toEpochMilli(), 36))
        .orElse("0");
  }

  private static String hostDigest() {
    String identity =
        hostName()
            + readLinkOrText(Path.of("/proc/sys/kernel/random/boot_id"))
            + readLinkOrText(Path.of("/proc/self/ns/pid"));
    return ContentHash.digest(identity).substring(0, 8);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      log.debug("This host has no name; its boot and process id space tell it apart", e);
      return "";
    }
  }

  private static String readLinkOrText(Path path) {
    try {
      return Files.isSymbolicLink(path)
          ? Files.readSymbolicLink(path).toString()
          : Files.readString(path);
    } catch (IOException e) {
      log.trace("{} is not there on this platform", path, e);
      return "";
    }
  }
}
