package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which revisions of an object were made from which, as far as that is known, and which of them
 * died because nothing that was made from them lives.
 *
 * <p>A revision that others are known to be made from is dead when none of its descendants is live.
 * The rule buries what arrives from another host after its successors were deleted here without it.
 * A revision with a live descendant is history, also when all that was made from it directly is
 * dead: to retire one revision retires no other. Nor does it when what the retired one was given up
 * for has not arrived yet. A live revision that does not say what it was made from, because an npm
 * process wrote it or because it is damaged, may be made from any below it.
 */
final class Lineage {

  private final Map<Revision, ? extends Collection<Revision>> bases;

  /** Of revisions with their bases, where those are known; the bases may be anything. */
  Lineage(Map<Revision, ? extends Collection<Revision>> bases) {
    this.bases = bases;
  }

  /** What a revision was made from; empty if nothing, or unknown. */
  Collection<Revision> bases(Revision revision) {
    Collection<Revision> known = bases.get(revision);
    return known == null ? List.of() : known;
  }

  /** These revisions and all that they are known to be made from. */
  Set<Revision> ancestors(Collection<Revision> revisions) {
    return reach(revisions, bases);
  }

  /** These revisions and all that is known to be made from them. */
  Set<Revision> descendants(Collection<Revision> revisions) {
    return reach(revisions, children());
  }

  /** Those of the given revisions that none of the others was made from, be it in many steps. */
  NavigableSet<Revision> leaves(Collection<Revision> revisions) {
    Set<Revision> below = new HashSet<>();
    revisions.forEach(revision -> below.addAll(bases(revision)));
    NavigableSet<Revision> leaves = new TreeSet<>(revisions);
    leaves.removeAll(ancestors(below));
    return leaves;
  }

  /**
   * Those of the given revisions that have known descendants and no live one among them.
   *
   * @param unnamed revisions that lie in the object's directory and that no tombstone names
   * @param superseded dead revisions that were given up for others, each with what stands for it.
   *     That counts as made from it, and as living while it has not arrived
   * @param named whether a tombstone names a revision
   */
  Set<Revision> extinct(
      Set<Revision> unnamed, Map<Revision, Set<Revision>> superseded, Predicate<Revision> named) {
    Map<Revision, Set<Revision>> children = children();
    superseded.forEach(
        (revision, standing) ->
            children.computeIfAbsent(revision, r -> new HashSet<>()).addAll(standing));
    Deque<Revision> living = new ArrayDeque<>();
    Set<Revision> extinct = new HashSet<>();
    for (Revision revision : unnamed) {
      if (children.containsKey(revision)) {
        extinct.add(revision);
      } else {
        living.add(revision);
      }
    }
    superseded.forEach(
        (revision, standing) -> {
          boolean awaited = standing.stream().anyMatch(e -> !named.test(e) && !unnamed.contains(e));
          if (awaited || children.getOrDefault(revision, Set.of()).isEmpty()) {
            living.add(revision);
          }
        });
    extinct.removeAll(ancestors(living));
    unnamed.stream()
        .filter(revision -> !bases.containsKey(revision))
        .mapToLong(Revision::generation)
        .max()
        .ifPresent(top -> extinct.removeIf(revision -> revision.generation() < top));
    return extinct;
  }

  private Map<Revision, Set<Revision>> children() {
    Map<Revision, Set<Revision>> children = new HashMap<>();
    bases.forEach(
        (child, parents) ->
            parents.forEach(
                parent -> children.computeIfAbsent(parent, p -> new HashSet<>()).add(child)));
    return children;
  }

  private static Set<Revision> reach(
      Collection<Revision> from, Map<Revision, ? extends Collection<Revision>> links) {
    Set<Revision> reached = new HashSet<>(from);
    Deque<Revision> waiting = new ArrayDeque<>(reached);
    while (!waiting.isEmpty()) {
      Collection<Revision> next = links.get(waiting.remove());
      if (next != null) {
        next.stream().filter(reached::add).forEach(waiting::add);
      }
    }
    return reached;
  }
}
