package io.multiprocess.store.actuate;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Status;

/**
 * How many conflicts, and how old ones, a healthy store may have.
 *
 * @param maxConflicts how many current and past ones together; null for any number
 * @param maxAge for how long the oldest may have been open; null for ever
 * @param status the health of a store beyond a limit; one of the built-in statuses, since any other
 *     one is left out when those of several components are put together
 */
public record ConflictLimits(
    @Nullable Long maxConflicts, @Nullable Duration maxAge, Status status) {

  /** Conflicts have no influence on health. */
  public static final ConflictLimits NONE = new ConflictLimits(null, null, Status.UP);

  /** Refuses null. */
  public ConflictLimits {
    Objects.requireNonNull(status, "status");
  }
}
