package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which revisions died because nothing that was made from them lives.
 *
 * <p>A revision that others are known to be made from is dead when none of its descendants is live.
 * The rule buries what arrives from another host after its successors were deleted here without it.
 * A revision with a live descendant is history, also when all that was made from it directly is
 * dead: to retire one revision retires no other. A live revision that does not say what it was made
 * from, because an npm process wrote it or because it is damaged, may be made from any below it.
 */
final class Lineage {

  private final Map<Revision, ? extends Collection<Revision>> bases;

  /** Of revisions with their bases, where those are known; the bases may be anything. */
  Lineage(Map<Revision, ? extends Collection<Revision>> bases) {
    this.bases = bases;
  }

  /** Whether any of these was made from any of those. */
  static boolean leads(Collection<? extends Collection<Revision>> bases, Set<Revision> to) {
    return bases.stream().flatMap(Collection::stream).anyMatch(to::contains);
  }

  /**
   * Those of the given revisions that have known descendants and no live one among them.
   *
   * @param unnamed revisions that lie in the object's directory and that no tombstone names
   */
  Set<Revision> extinct(Set<Revision> unnamed) {
    Set<Revision> parents = new HashSet<>();
    bases.values().forEach(parents::addAll);
    Deque<Revision> living = new ArrayDeque<>();
    Set<Revision> extinct = new HashSet<>();
    for (Revision revision : unnamed) {
      if (parents.contains(revision)) {
        extinct.add(revision);
      } else {
        living.add(revision);
      }
    }
    Set<Revision> seen = new HashSet<>(living);
    while (!living.isEmpty()) {
      Revision revision = living.remove();
      extinct.remove(revision);
      Collection<Revision> made = bases.get(revision);
      for (Revision base : made == null ? List.<Revision>of() : made) {
        if (seen.add(base)) {
          living.add(base);
        }
      }
    }
    unnamed.stream()
        .filter(revision -> !bases.containsKey(revision))
        .mapToLong(Revision::generation)
        .max()
        .ifPresent(top -> extinct.removeIf(revision -> revision.generation() < top));
    return extinct;
  }
}
