package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where stale edits are rejected, one edit of each base is published, and a rejected one had a
 * reason: something greater, or the base's death.
 */
final class OneWinnerPerBase implements Oracle {

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    if (!Workload.isStrict(object.id())) {
      return;
    }
    Map<Revision, Revision> edits = new HashMap<>();
    for (Body body : object.bodies().values()) {
      for (Revision base : body.bases()) {
        Revision other = edits.put(base, body.revision());
        if (other != null) {
          violations.accept(
              "%s and %s are both edits of %s".formatted(other, body.revision(), base));
        }
      }
    }
    checkReasons(object, violations);
  }

  private static void checkReasons(ObjectHistory object, Consumer<String> violations) {
    Lifetimes lifetimes = Lifetimes.live(object);
    NavigableMap<Long, Revision> greatest = greatestBegun(object);
    for (Write write : object.writes()) {
      if (write.kind() == WriteKind.UPDATE && write.note().equals("StaleRevisionException")) {
        Revision base = write.bases().get(0);
        boolean wasLive =
            lifetimes.known(base) < write.begin() && lifetimes.until(base) >= write.end();
        Map.Entry<Long, Revision> above = greatest.lowerEntry(write.end());
        if (wasLive && (above == null || above.getValue().compareTo(base) <= 0)) {
          violations.accept("%s, but its base was the winner".formatted(write));
        }
      }
    }
  }

  /** By the moment a write began, the greatest revision of all writes begun by then. */
  private static NavigableMap<Long, Revision> greatestBegun(ObjectHistory object) {
    Map<String, Revision> revisions = new HashMap<>();
    object.bodies().values().forEach(body -> revisions.put(body.write(), body.revision()));
    NavigableMap<Long, Revision> greatest = new TreeMap<>();
    List<Write> inOrder =
        object.writes().stream()
            .filter(write -> revisions.containsKey(write.name()))
            .sorted(Comparator.comparingLong(Write::begin))
            .toList();
    for (Write write : inOrder) {
      Revision revision = Objects.requireNonNull(revisions.get(write.name()));
      Map.Entry<Long, Revision> last = greatest.lastEntry();
      boolean greater = last == null || last.getValue().compareTo(revision) < 0;
      greatest.put(write.begin(), greater ? revision : last.getValue());
    }
    return greatest;
  }
}
