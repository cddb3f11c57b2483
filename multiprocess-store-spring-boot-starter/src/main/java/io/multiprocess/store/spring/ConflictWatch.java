package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreCounts;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private Map<String, List<Conflict>> known = Map.of();
  private Set<Sighting> seen = Set.of();

  /** Looks at the conflicts of a store, if its counts tell that there are any. */
  Look look(ObjectStore store, StoreCounts counts) {
    if (counts.conflicts() == 0) {
      return look(Map.of());
    }
    try (Stream<Conflict> conflicts = store.conflicts()) {
      return look(conflicts.collect(Collectors.groupingBy(Conflict::id)));
    }
  }

  /**
   * Looks at the conflicts of some objects.
   *
   * @param inConflict all objects that have any
   * @param changed those that may have changed since the last look
   */
  Look look(ObjectStore store, Collection<String> inConflict, Set<String> changed) {
    Map<String, List<Conflict>> now = new HashMap<>();
    for (String id : inConflict) {
      List<Conflict> before = changed.contains(id) ? null : known.get(id);
      now.put(id, before == null ? store.conflicts(id) : before);
    }
    return look(now);
  }

  private Look look(Map<String, List<Conflict>> now) {
    List<Conflict> open = now.values().stream().flatMap(List::stream).sorted(OLDEST_FIRST).toList();
    Set<Sighting> before = seen;
    known = now;
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
  record Look(List<Conflict> open, List<Conflict> fresh) {}

  /** What makes a conflict the same one. */
  private record Sighting(String id, Conflict.Kind kind, List<Revision> rivals) {

    static Sighting of(Conflict conflict) {
      return new Sighting(conflict.id(), conflict.kind(), conflict.rivals());
    }
  }
}
