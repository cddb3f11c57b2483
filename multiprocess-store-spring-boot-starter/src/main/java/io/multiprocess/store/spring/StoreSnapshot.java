package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.StoreCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was last known of a store.
 *
 * @param counts the last counts that could be taken; zero before the first
 * @param conflicts the open conflicts when they were last looked for, the oldest first; some may
 *     have been settled since
 * @param usableBytes what can still be written to the store's file system; null when that is not
 *     known
 * @param refreshedAt when the last refresh ended, whatever its outcome; null before the first
 * @param took how long the last refresh took
 * @param problem why the last refresh could not read or write the store; null when it could
 */
public record StoreSnapshot(
    StoreCounts counts,
    List<Conflict> conflicts,
    @Nullable Long usableBytes,
    @Nullable Instant refreshedAt,
    Duration took,
    @Nullable Throwable problem) {

  static final StoreSnapshot NONE_YET =
      new StoreSnapshot(new StoreCounts(0, 0, 0, 0), List.of(), null, null, Duration.ZERO, null);

  /** Copies the list. */
  public StoreSnapshot {
    conflicts = List.copyOf(conflicts);
  }

  /** Since when the oldest open conflict is one; null if there is none. */
  public @Nullable Instant oldestConflict() {
    return conflicts.isEmpty() ? null : conflicts.get(0).since();
  }
}
