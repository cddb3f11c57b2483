package io.multiprocess.store.file;

import java.time.Duration;
import java.time.Instant;

/**
 * Which superseded revisions a compaction leaves in place: a number of the latest of each object,
 * what was written lately, or both.
 *
 * <p>Whatever the retention, the winner, rivals of a conflict, revisions from which nothing was
 * made, and the bases of these are left.
 *
 * @param revisions how many of the latest revisions of each object stay, at least 1
 * @param age how long a revision stays after it was written, by its file's time; zero or more
 */
public record Retention(int revisions, Duration age) {

  /** Checks the figures. */
  public Retention {
    if (revisions < 1) {
      throw new IllegalArgumentException(
          "Retention of %d revisions is out of range; expected at least 1".formatted(revisions));
    }
    if (age.isNegative()) {
      throw new IllegalArgumentException(
          "Retention for %s is negative; expected zero or more".formatted(age));
    }
  }

  /** What was written after this moment stays; the epoch if the age reaches beyond it. */
  Instant horizon(Instant now) {
    return age.compareTo(Duration.between(Instant.EPOCH, now)) >= 0
        ? Instant.EPOCH
        : now.minus(age);
  }

  /** Keeps the latest revisions of each object, at least 1. */
  public static Retention last(int revisions) {
    return new Retention(revisions, Duration.ZERO);
  }

  /** Keeps what was written no longer ago than this. */
  public static Retention during(Duration age) {
    return new Retention(1, age);
  }
}
