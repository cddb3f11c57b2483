package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import io.multiprocess.store.histories.Read.Seen;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Nothing that is dead is read again: not after a tombstone named it, and not after a deletion that
 * began when it was known had been acknowledged. A tombstone of which nobody has swept anything,
 * and so told anything, may go unseen for as long as the format allows; but what a history has left
 * out is never read again. Processes of the npm package see dead revisions until somebody sweeps
 * them, so that only a deletion binds them.
 */
final class NoReturn implements Oracle {

  /** For how long a tombstone may go unseen: 10 ms, as the section on looking again says. */
  static final long UNSEEN_NANOS = 10_000_000;

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    Lifetimes lifetimes = Lifetimes.live(object);
    NavigableMap<Long, Write> deletions = deletions(object.writes());
    Map<Revision, Read> leftOut = leftOut(object, lifetimes);
    for (Read read : object.reads()) {
      Map.Entry<Long, Write> before = deletions.lowerEntry(read.begin());
      for (Seen seen : read.seen()) {
        Revision revision = seen.revision();
        if (seen.isAbsent()) {
          continue;
        }
        long named = object.naming(revision).map(Naming::by).orElse(Long.MAX_VALUE);
        if (read.kind() != ReadKind.NPM && named < read.begin() - UNSEEN_NANOS) {
          violations.accept("%s saw %s after a tombstone named it".formatted(read, revision));
        } else if (read.kind() != ReadKind.NPM && isAfter(read, leftOut.get(revision))) {
          violations.accept(
              "%s saw %s, left out before: %s".formatted(read, revision, leftOut.get(revision)));
        } else if (before != null && lifetimes.known(revision) < before.getValue().begin()) {
          violations.accept(
              "%s saw %s after it was deleted: %s".formatted(read, revision, before.getValue()));
        }
      }
    }
  }

  /**
   * Of each revision that was known when a history without it was asked for, the first of these.
   */
  private static Map<Revision, Read> leftOut(ObjectHistory object, Lifetimes lifetimes) {
    Map<Revision, Read> leftOut = new HashMap<>();
    for (Read read : object.reads()) {
      if (read.kind() == ReadKind.HISTORY) {
        Set<Revision> missing = new HashSet<>(lifetimes.known());
        read.seen().forEach(seen -> missing.remove(seen.revision()));
        missing.removeIf(revision -> lifetimes.known(revision) >= read.begin());
        missing.forEach(
            revision -> leftOut.merge(revision, read, (a, b) -> a.end() <= b.end() ? a : b));
      }
    }
    return leftOut;
  }

  private static boolean isAfter(Read read, @Nullable Read before) {
    return before != null && before.end() < read.begin();
  }

  /** By the moment it was acknowledged, each time the one that had begun last. */
  private static NavigableMap<Long, Write> deletions(List<Write> writes) {
    NavigableMap<Long, Write> deletions = new TreeMap<>();
    writes.stream()
        .filter(write -> write.kind() == WriteKind.DELETE && write.isAcknowledged())
        .sorted(Comparator.comparingLong(Write::end))
        .forEach(
            write -> {
              Map.Entry<Long, Write> last = deletions.lastEntry();
              boolean later = last == null || last.getValue().begin() < write.begin();
              deletions.put(write.end(), later ? write : last.getValue());
            });
    return deletions;
  }
}
