package io.multiprocess.store.spring;

import io.multiprocess.store.StoreCounts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was last known of a store.
 *
 * @param counts the last counts that could be taken; zero before the first
 * @param oldestConflict since when the oldest open conflict is one; null if there is none
 * @param refreshedAt when the last refresh ended, whatever its outcome; null before the first
 * @param took how long the last refresh took
 * @param problem why the last refresh could not read or write the store; null when it could
 */
public record StoreSnapshot(
    StoreCounts counts,
    @Nullable Instant oldestConflict,
    @Nullable Instant refreshedAt,
    Duration took,
    @Nullable Throwable problem) {

  static final StoreSnapshot NONE_YET =
      new StoreSnapshot(new StoreCounts(0, 0, 0), null, null, Duration.ZERO, null);
}
