package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreCounts;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells new conflicts of a store from those that were seen before.
 *
 * <p>Used by one thread at a time. Only conflicts that are still there are remembered.
 */
final class ConflictWatch {

  private static final Comparator<Conflict> OLDEST_FIRST =
      Comparator.comparing(Conflict::since)
          .thenComparing(Conflict::id)
          .thenComparing(Conflict::leading);

  private volatile Set<Sighting> seen = Set.of();

  /**
   * Looks at the conflicts of a store, if its counts tell that there are any.
   *
   * @return all that are open, and those that were not there at the last look
   */
  Look look(ObjectStore store, StoreCounts counts) {
    if (counts.conflicts() == 0) {
      seen = Set.of();
      return Look.NOTHING;
    }
    List<Conflict> open;
    try (Stream<Conflict> conflicts = store.conflicts()) {
      open = conflicts.sorted(OLDEST_FIRST).toList();
    }
    Set<Sighting> before = seen;
    seen = open.stream().map(Sighting::of).collect(Collectors.toUnmodifiableSet());
    return new Look(
        open, open.stream().filter(conflict -> !before.contains(Sighting.of(conflict))).toList());
  }

  /**
   * What a look brought.
   *
   * @param open all conflicts, the oldest first
   * @param fresh those of them that were not seen before
   */
  record Look(List<Conflict> open, List<Conflict> fresh) {

    static final Look NOTHING = new Look(List.of(), List.of());
  }

  /** What makes a conflict the same one. */
  private record Sighting(String id, Conflict.Kind kind, List<Revision> rivals) {

    static Sighting of(Conflict conflict) {
      return new Sighting(conflict.id(), conflict.kind(), conflict.rivals());
    }
  }
}
