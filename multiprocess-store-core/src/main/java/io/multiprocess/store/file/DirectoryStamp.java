package io.multiprocess.store.file;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Which directory stood at a path, and when it had last changed. What a stamp proves is for {@link
 * DirectoryTimes} to say.
 *
 * @param file which directory it is; 0 if there is none
 * @param changed when anything about the directory changed, in nanoseconds
 */
record DirectoryStamp(long file, long changed) {

  /** There is no directory. */
  static final DirectoryStamp NONE = new DirectoryStamp(0, 0);

  boolean exists() {
    return file != 0;
  }

  /** Whether its time was older than a margin at a moment. */
  boolean isOlder(Duration margin, Instant moment) {
    Instant latest = FileTime.from(changed, TimeUnit.NANOSECONDS).toInstant();
    return latest.isBefore(moment.minus(margin));
  }

  boolean isOfAWholeSecond() {
    return changed % TimeUnit.SECONDS.toNanos(1) == 0;
  }
}
