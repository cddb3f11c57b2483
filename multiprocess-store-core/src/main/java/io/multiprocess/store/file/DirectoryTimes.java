package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by one stat whether a directory's entries are still those that were listed.
 *
 * <p>Every entry made, renamed or removed moves its directory's change time, which cannot be set by
 * anybody. What hides a change is only the clock behind that time: two changes within one tick of
 * it may carry one time. So a {@link DirectoryStamp} proves something only if, when it was taken,
 * its time was older than any tick: the racy rule of git's index. Since Linux 6.13 ext4, xfs and
 * btrfs give a time of its own to the first change after a stat, which leaves ticks out of it; 20
 * ms allow for the tick in which the stat itself lay. Elsewhere 2.1 s allow for any clock. A time
 * of a whole second may be that of a file system that counts no finer, on which a clock that was
 * set back could give it again; it proves nothing.
 *
 * <p>A time that is not to be trusted makes things slower, never wrong: on file systems that are
 * not known to be local, and where there is no change time, there are no stamps.
 */
final class DirectoryTimes {

  /** How old times must be where nothing finer is known. */
  static final Duration MARGIN = Duration.ofMillis(2100);

  /** Times that prove nothing. */
  static final DirectoryTimes UNKNOWN = new DirectoryTimes(false, MARGIN);

  private static final Set<String> LOCAL =
      Set.of("ext4", "xfs", "btrfs", "tmpfs", "f2fs", "zfs", "bcachefs", "overlay", "apfs");

  private static final Set<String> FINE = Set.of("ext4", "xfs", "btrfs");
  private static final Pattern LINUX_VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\b.*");
  private static final Duration FINE_MARGIN = Duration.ofMillis(20);
  private static final String CHANGED = "ctime";
  private static final String FILE = "ino";
  private static final String ATTRIBUTES = "unix:isDirectory," + FILE + "," + CHANGED;

  private final boolean known;
  private final Duration margin;

  private DirectoryTimes(boolean known, Duration margin) {
    this.known = known;
    this.margin = margin;
  }

  /** The times of directories below a root. */
  static DirectoryTimes below(Path root) {
    return below(root, new StoreLayout(root).fileSystem());
  }

  /** The times of directories below a root, which lies on that kind of file system. */
  static DirectoryTimes below(Path root, String fileSystem) {
    if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return UNKNOWN;
    }
    boolean fine =
        FINE.contains(fileSystem)
            && isFine(System.getProperty("os.name", ""), System.getProperty("os.version", ""));
    return new DirectoryTimes(LOCAL.contains(fileSystem), fine ? FINE_MARGIN : MARGIN);
  }

  /** Whether the first change after a stat has a time of its own. */
  static boolean isFine(String system, String version) {
    Matcher numbers = LINUX_VERSION.matcher(version);
    if (!system.toLowerCase(Locale.ROOT).equals("linux") || !numbers.matches()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > 6 || (major == 6 && Integer.parseInt(numbers.group(2)) >= 13);
  }

  /** Whether stamps can prove anything here. */
  boolean areKnown() {
    return known;
  }

  /**
   * The stamp of a directory, or of what stands there; none if there is nothing, or no times are
   * known.
   */
  DirectoryStamp of(Path directory) throws IOException {
    if (!known) {
      return DirectoryStamp.NONE;
    }
    try {
      Map<String, Object> found =
          Files.readAttributes(directory, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(found.get("isDirectory"))
          ? new DirectoryStamp(number(found, FILE), nanoseconds(found, CHANGED))
          : DirectoryStamp.NONE;
    } catch (NoSuchFileException e) {
      return DirectoryStamp.NONE;
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
  }

  private static long nanoseconds(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name), name)).to(TimeUnit.NANOSECONDS);
  }

  /**
   * Whether the same directory stands at a path, with the entries it had; or none still, which is
   * not worth an exception. What cannot be reached seems not to stand there.
   */
  boolean isUnchanged(Path directory, DirectoryStamp stamp) throws IOException {
    return stamp.exists() ? of(directory).equals(stamp) : known && !directory.toFile().exists();
  }

  /** Whether a stamp taken at that moment changes with the next change of its directory. */
  boolean isSettled(DirectoryStamp stamp, Instant taken) {
    return known && !stamp.isOfAWholeSecond() && stamp.isOlder(margin, taken);
  }
}
