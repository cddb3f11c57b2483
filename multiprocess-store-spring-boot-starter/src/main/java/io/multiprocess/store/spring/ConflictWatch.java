package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreCounts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells new conflicts of a store from those that were seen before.
 *
 * <p>Used by one thread at a time. Only conflicts that are still there are remembered.
 */
final class ConflictWatch {

  private volatile Set<Sighting> seen = Set.of();

  /**
   * Looks at the conflicts of a store, if its counts tell that there are any.
   *
   * @return those that were not there at the last look, and since when the oldest one is open
   */
  Look look(ObjectStore store, StoreCounts counts) {
    if (counts.conflicts() == 0) {
      seen = Set.of();
      return Look.NOTHING;
    }
    List<Conflict> open;
    try (Stream<Conflict> conflicts = store.conflicts()) {
      open = conflicts.toList();
    }
    Set<Sighting> before = seen;
    seen = open.stream().map(Sighting::of).collect(Collectors.toUnmodifiableSet());
    return new Look(
        open.stream().filter(conflict -> !before.contains(Sighting.of(conflict))).toList(),
        open.stream().map(Conflict::since).min(Comparator.naturalOrder()).orElse(null));
  }

  /**
   * What a look brought.
   *
   * @param fresh conflicts that were not seen before
   * @param oldest since when the oldest conflict is open; null if there is none
   */
  record Look(List<Conflict> fresh, @Nullable Instant oldest) {

    static final Look NOTHING = new Look(List.of(), null);
  }

  /** What makes a conflict the same one. */
  private record Sighting(String id, Conflict.Kind kind, List<Revision> rivals) {

    static Sighting of(Conflict conflict) {
      return new Sighting(conflict.id(), conflict.kind(), conflict.rivals());
    }
  }
}
