package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one look at an object saw: its tombstones first, its directory second.
 *
 * @param name the object's directory name
 * @param directory what stands at that name
 * @param live the live revisions, in election order
 * @param dead the dead revisions whose files still lie there, in election order
 * @param unnamed those of them that no tombstone names: all that was made from them is dead
 * @param named what the tombstones say
 */
record ObjectView(
    String name,
    Directory directory,
    NavigableSet<Revision> live,
    NavigableSet<Revision> dead,
    NavigableSet<Revision> unnamed,
    DeadRevisions named) {

  ObjectView {
    live = Collections.unmodifiableNavigableSet(live);
    dead = Collections.unmodifiableNavigableSet(dead);
    unnamed = Collections.unmodifiableNavigableSet(unnamed);
  }

  /** What stands at an object's name. */
  enum Directory {
    ABSENT,
    EMPTY,
    /** Revisions, dead or alive. */
    REVISIONS,
    /** Nothing but files that no store wrote. */
    FOREIGN
  }

  /**
   * A conflict as names alone show it.
   *
   * @param rivals in election order
   * @param deleted what a deletion named that had not seen the rivals; empty between edits
   * @param current whether the winner is one of the rivals, and the conflict is not below it
   */
  record Contention(List<Revision> rivals, List<Revision> deleted, boolean current) {}

  boolean exists() {
    return !live.isEmpty();
  }

  /** Whether nothing here comes from files that may be copies in flight. */
  boolean isToldByNames() {
    return named.isWhole() && unnamed.isEmpty() && !named.haveDeadChildren(live);
  }

  /** The generation of a revision that makes the object anew: no deleted one may outrank it. */
  long generationToCreate() {
    long greatestDead = named.greatestGeneration();
    return greatestDead < 0 ? 0 : greatestDead + 2;
  }

  /** The same view with more revisions that are live. */
  ObjectView withLive(Collection<Revision> published) {
    NavigableSet<Revision> nowLive = new TreeSet<>(live);
    nowLive.addAll(published);
    return new ObjectView(name, Directory.REVISIONS, nowLive, dead, unnamed, named);
  }

  /** The same view after a tombstone has named some of its live revisions. */
  ObjectView withDead(Collection<Revision> nowNamed) {
    NavigableSet<Revision> stillLive = new TreeSet<>(live);
    stillLive.removeAll(nowNamed);
    NavigableSet<Revision> nowDead = new TreeSet<>(dead);
    nowDead.addAll(nowNamed);
    return new ObjectView(name, directory, stillLive, nowDead, unnamed, named);
  }

  /**
   * The conflicts among the live revisions, by ascending generation, and then one with a deletion.
   *
   * <p>Rivals are of one generation. A revision that is alone in its generation because the one
   * beside it was compacted before it was seen is a rival of the winner, which stands for what was
   * compacted.
   */
  List<Contention> contentions() {
    if (live.isEmpty() || (live.size() == 1 && named.deleted().isEmpty())) {
      return List.of();
    }
    List<Contention> contentions = new ArrayList<>();
    Revision winner = live.last();
    for (List<Revision> rivals : generations(live).values()) {
      Revision leading = rivals.get(rivals.size() - 1);
      if (rivals.size() > 1) {
        contentions.add(
            new Contention(rivals, List.of(), leading.generation() == winner.generation()));
      } else if (!leading.equals(winner) && isBesideCompacted(leading)) {
        contentions.add(new Contention(List.of(leading, winner), List.of(), false));
      }
    }
    List<Revision> unseen = unseenByDeletion();
    if (!unseen.isEmpty()) {
      contentions.add(
          new Contention(unseen, List.copyOf(named.deleted()), unseen.contains(winner)));
    }
    return contentions;
  }

  private boolean isBesideCompacted(Revision revision) {
    return named.compacted().stream().anyMatch(c -> c.generation() == revision.generation());
  }

  /**
   * The live revisions that a deletion had not seen. It had not if they stand no higher than a
   * revision could that was made from a deleted one: what makes an object anew stands higher, or,
   * if an npm process makes it, begins at generation 0. Where only what was compacted stands so
   * low, the winner was made from it.
   */
  private List<Revision> unseenByDeletion() {
    NavigableSet<Revision> deleted = named.deleted();
    if (deleted.isEmpty() || live.isEmpty() || isMadeAnewByNpm()) {
      return List.of();
    }
    long reach = deleted.last().generation() + 1;
    List<Revision> unseen = live.stream().filter(r -> r.generation() <= reach).toList();
    if (!unseen.isEmpty()) {
      return unseen;
    }
    List<Revision> low =
        named.compacted().stream().filter(revision -> revision.generation() <= reach).toList();
    if (low.isEmpty()) {
      return List.of();
    }
    Lineage known = new Lineage(named.links());
    Set<Revision> seen = known.ancestors(deleted);
    Set<Revision> survivors = known.descendants(deleted);
    return low.stream().anyMatch(c -> !seen.contains(c) && survivors.contains(c))
        ? List.of(live.last())
        : List.of();
  }

  private boolean isMadeAnewByNpm() {
    return live.first().generation() == 0 && !ContentHash.isProof(live.first());
  }

  private static SortedMap<Long, List<Revision>> generations(Collection<Revision> revisions) {
    SortedMap<Long, List<Revision>> generations = new TreeMap<>();
    for (Revision revision : revisions) {
      generations.computeIfAbsent(revision.generation(), g -> new ArrayList<>()).add(revision);
    }
    return generations;
  }
}
