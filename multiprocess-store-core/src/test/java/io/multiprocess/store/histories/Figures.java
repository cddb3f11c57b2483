package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happened in a run.
 *
 * @param acknowledged acknowledged writes by kind
 * @param refused writes that were refused
 * @param unknown writes whose process was killed before it was told
 * @param reads reads of all kinds
 * @param conflicts generations of objects in which more than one revision was published
 * @param named revisions that tombstones name
 * @param kills processes killed
 * @param took how long
 */
record Figures(
    Map<WriteKind, Long> acknowledged,
    long refused,
    long unknown,
    long reads,
    long conflicts,
    long named,
    int kills,
    Duration took) {

  static Figures of(Histories histories, int kills, Duration took) {
    Map<WriteKind, Long> acknowledged = new TreeMap<>();
    long refused = 0;
    long unknown = 0;
    long reads = 0;
    long conflicts = 0;
    long named = 0;
    for (ObjectHistory object : histories.all()) {
      for (Write write : object.writes()) {
        switch (write.outcome()) {
          case ACKNOWLEDGED -> acknowledged.merge(write.kind(), 1L, Long::sum);
          case REFUSED -> refused++;
          case UNKNOWN -> unknown++;
        }
      }
      reads += object.reads().size();
      named += object.namings().size();
      conflicts += conflicts(object);
    }
    return new Figures(acknowledged, refused, unknown, reads, conflicts, named, kills, took);
  }

  private static long conflicts(ObjectHistory object) {
    Map<Long, Set<Revision>> generations = new HashMap<>();
    for (Revision revision : object.bodies().keySet()) {
      generations.computeIfAbsent(revision.generation(), g -> new HashSet<>()).add(revision);
    }
    return generations.values().stream().filter(rivals -> rivals.size() > 1).count();
  }

  long total() {
    return acknowledged.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return ("%d acknowledged %s, %d refused, %d unknown, %d reads, %d generations in conflict,"
            + " %d revisions named dead, %d kills, %d s")
        .formatted(
            total(),
            acknowledged,
            refused,
            unknown,
            reads,
            conflicts,
            named,
            kills,
            took.toSeconds());
  }
}
