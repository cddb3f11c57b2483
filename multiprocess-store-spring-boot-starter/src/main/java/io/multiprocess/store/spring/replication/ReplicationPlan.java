package io.multiprocess.store.spring.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * With what a store is kept equal, and how.
 *
 * @param target directory of the other store, absolute
 * @param direction which of the two gets what the other has
 * @param interval the time between two runs, more than zero
 * @param onChange whether what changes in the store is copied at once, where the direction lets it
 * @param prefixes what the ids begin with that are copied; empty for all
 */
public record ReplicationPlan(
    Path target,
    ReplicationDirection direction,
    Duration interval,
    boolean onChange,
    Set<String> prefixes) {

  /** Checks the interval. */
  public ReplicationPlan {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(direction, "direction");
    prefixes = Set.copyOf(prefixes);
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "Replication interval of %s is not positive; expected for example 1m"
              .formatted(interval));
    }
  }

  boolean wants(String id) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(id::startsWith);
  }

  /** Whether there is anything to do when the store changes. */
  boolean followsChanges() {
    return onChange && direction != ReplicationDirection.FROM_TARGET;
  }
}
