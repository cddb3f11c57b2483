package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all revisions that one look at an object saw were made from: the live ones by their own
 * files, the dead ones by their tombstones. A revision of npm does not say; where there is only one
 * in the generation below it, dead or alive, it is concluded to be made from that.
 */
final class Pedigree {

  private final ObjectView view;
  private final Map<Revision, List<Revision>> bases;
  private final Set<Revision> inferred;
  private final Lineage lineage;

  private Pedigree(ObjectView view, Map<Revision, List<Revision>> bases, Set<Revision> inferred) {
    this.view = view;
    this.bases = bases;
    this.inferred = inferred;
    this.lineage = new Lineage(bases);
  }

  /** Of what a look saw. Reads the files of live revisions that have not been read before. */
  static Pedigree of(ObjectView view, ObjectDirectories directories) throws IOException {
    Map<Revision, List<Revision>> bases = new HashMap<>(view.named().links());
    for (Revision revision : view.live()) {
      directories.bases(view.name(), revision).ifPresent(known -> bases.put(revision, known));
    }
    return new Pedigree(view, bases, infer(all(view), bases));
  }

  /** All revisions that lie there or that a tombstone names. */
  private static NavigableSet<Revision> all(ObjectView view) {
    NavigableSet<Revision> all = new TreeSet<>(view.live());
    all.addAll(view.dead());
    all.addAll(view.named().bases().keySet());
    return all;
  }

  private static Set<Revision> infer(SortedSet<Revision> all, Map<Revision, List<Revision>> bases) {
    Map<Long, List<Revision>> generations = new TreeMap<>();
    for (Revision revision : all) {
      generations.computeIfAbsent(revision.generation(), g -> new ArrayList<>()).add(revision);
    }
    Set<Revision> inferred = new HashSet<>();
    for (Revision revision : all) {
      List<Revision> below = generations.getOrDefault(revision.generation() - 1, List.of());
      boolean first = revision.generation() == 0;
      if (!bases.containsKey(revision)
          && !ContentHash.isProof(revision)
          && (first || below.size() == 1)) {
        bases.put(revision, first ? List.of() : below);
        inferred.add(revision);
      }
    }
    return inferred;
  }

  Lineage lineage() {
    return lineage;
  }

  /** What a revision was made from; empty if that is not known. */
  Optional<List<Revision>> bases(Revision revision) {
    return Optional.ofNullable(bases.get(revision));
  }

  boolean isInferred(Revision revision) {
    return inferred.contains(revision);
  }

  /** The live revisions that nothing live was made from, the winner among them. */
  NavigableSet<Revision> leaves() {
    return lineage.leaves(view.live());
  }

  /** These live revisions and all that they were made from, dead or alive. */
  Set<Revision> ancestors(Collection<Revision> revisions) {
    return lineage.ancestors(revisions);
  }

  /** Revisions from which several others are known to be made: where edits parted. */
  Set<Revision> forks() {
    Map<Revision, Integer> children = new HashMap<>();
    bases.forEach(
        (child, parents) ->
            Set.copyOf(parents).forEach(parent -> children.merge(parent, 1, Integer::sum)));
    Set<Revision> forks = new HashSet<>();
    children.forEach(
        (parent, count) -> {
          if (count > 1) {
            forks.add(parent);
          }
        });
    return forks;
  }

  /**
   * What only the losing rivals of a decision were made from, and they themselves: what is left
   * behind when the leading one is settled upon. What a revision of unknown making that stays may
   * have been made from is not among it.
   *
   * @param decided what the decision was made from
   * @param decision the decision, or nothing if the leading rival itself stands for the others
   */
  NavigableSet<Revision> leftBehind(
      Collection<Revision> decided, Revision leading, Optional<Revision> decision) {
    Set<Revision> losing = new HashSet<>(decided);
    losing.remove(leading);
    Set<Revision> branches = ancestors(losing);
    Set<Revision> above = decision.map(d -> lineage.descendants(List.of(d))).orElse(Set.of());
    Set<Revision> staying = new HashSet<>(view.live());
    staying.removeAll(above);
    staying.removeAll(branches);
    staying.add(leading);
    Set<Revision> kept = ancestors(staying);
    long unsure =
        kept.stream()
            .filter(revision -> !bases.containsKey(revision))
            .mapToLong(Revision::generation)
            .max()
            .orElse(-1);
    NavigableSet<Revision> left = new TreeSet<>();
    for (Revision revision : branches) {
      boolean named = losing.contains(revision);
      if (!kept.contains(revision) && (named || revision.generation() >= unsure)) {
        left.add(revision);
      }
    }
    return left;
  }
}
