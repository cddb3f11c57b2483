package io.multiprocess.store.spring;

import io.multiprocess.store.file.Retention;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What is done to a store in the background.
 *
 * @param settleCaptured whether rivals are retired of which nothing is missing elsewhere
 * @param retention which superseded revisions stay; empty for all
 * @param archiveAge how long bodies of dead revisions stay; empty for ever
 * @param purgeTombstones whether tombstones are removed that are past the horizon
 * @param interval the time between two runs, more than zero
 */
public record Maintenance(
    boolean settleCaptured,
    Optional<Retention> retention,
    Optional<Duration> archiveAge,
    boolean purgeTombstones,
    Duration interval) {

  /** Checks the durations. */
  public Maintenance {
    Objects.requireNonNull(retention, "retention");
    archiveAge.ifPresent(
        age -> {
          if (age.isNegative()) {
            throw new IllegalArgumentException(
                "Age of %s in the archive is negative; expected zero or more".formatted(age));
          }
        });
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "Maintenance interval of %s is not positive; expected for example 1h"
              .formatted(interval));
    }
  }

  /** Whether there is anything to do. */
  public boolean isNeeded() {
    return settleCaptured || retention.isPresent() || archiveAge.isPresent() || purgeTombstones;
  }
}
