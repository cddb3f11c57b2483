package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tombstones of an object say together: which revisions are dead, what they were made
 * from, why they died, and what stands for them. Two are equal when the same tombstones say it.
 */
final class DeadRevisions {

  private static final Set<String> SUPERSEDING = Set.of(Tombstone.COMPACT, Tombstone.SETTLE);

  static final DeadRevisions NONE = new DeadRevisions(Set.of(), List.of());

  private final Set<Revision> tombstones;
  private final boolean whole;
  private final SortedMap<Revision, Optional<List<Revision>>> bases = new TreeMap<>();
  private final SortedMap<Revision, Revision> evidence = new TreeMap<>();
  private final SortedMap<Revision, Set<String>> kinds = new TreeMap<>();
  private final Set<Revision> parents = new HashSet<>();
  private final Map<Revision, Set<Revision>> superseded = new TreeMap<>();
  private final NavigableSet<Revision> compacted = new TreeSet<>();
  private final NavigableSet<Revision> deleted = new TreeSet<>();

  /**
   * Of the tombstones with these names.
   *
   * @param contents those of them that can be read, in any order
   */
  DeadRevisions(Set<Revision> names, Collection<Tombstone> contents) {
    this.tombstones = Set.copyOf(names);
    this.whole = contents.size() == names.size();
    for (Tombstone tombstone : contents) {
      tombstone.addTo(bases);
      tombstone.addEvidenceTo(evidence);
      for (Revision revision : tombstone.revisions().keySet()) {
        kinds.computeIfAbsent(revision, r -> new HashSet<>()).add(tombstone.kind());
      }
    }
    bases.values().forEach(known -> known.ifPresent(parents::addAll));
    kinds.forEach(
        (revision, why) -> {
          if (SUPERSEDING.containsAll(why)) {
            Revision standing = evidence.get(revision);
            superseded.put(revision, standing == null ? Set.of() : Set.of(standing));
          }
          if (why.equals(Set.of(Tombstone.COMPACT))) {
            compacted.add(revision);
          } else if (why.contains(Tombstone.DELETE) && !evidence.containsKey(revision)) {
            deleted.add(revision);
          }
        });
  }

  /** Whether there is no tombstone at all. */
  boolean isNothing() {
    return tombstones.isEmpty();
  }

  /** Whether every tombstone could be read; one that could not may be a copy in flight. */
  boolean isWhole() {
    return whole;
  }

  /** The names of the tombstones that say it. */
  Set<Revision> tombstoneNames() {
    return tombstones;
  }

  /** Whether these are the names of the tombstones that say it. */
  boolean isToldBy(Set<Revision> names) {
    return tombstones.equals(names);
  }

  /** The dead, each with its bases if a tombstone knows them. */
  SortedMap<Revision, Optional<List<Revision>>> bases() {
    return Collections.unmodifiableSortedMap(bases);
  }

  boolean contains(Revision revision) {
    return bases.containsKey(revision);
  }

  /**
   * Whether a tombstone would add nothing: not a dead revision, nor why, nor what stands for it.
   */
  boolean says(Tombstone tombstone) {
    SortedMap<Revision, Optional<List<Revision>>> allBases = new TreeMap<>(bases);
    tombstone.addTo(allBases);
    SortedMap<Revision, Revision> allEvidence = new TreeMap<>(evidence);
    tombstone.addEvidenceTo(allEvidence);
    return allBases.equals(bases)
        && allEvidence.equals(evidence)
        && tombstone.revisions().keySet().stream()
            .allMatch(revision -> kinds(revision).contains(tombstone.kind()));
  }

  /** Whether one of these has a dead child. */
  boolean haveDeadChildren(Collection<Revision> revisions) {
    return !parents.isEmpty() && revisions.stream().anyMatch(parents::contains);
  }

  /** Those that were retired by a compaction and are dead for no other reason. */
  NavigableSet<Revision> compacted() {
    return Collections.unmodifiableNavigableSet(compacted);
  }

  /** Those that were given up for others and never deleted, each with what stands for it. */
  Map<Revision, Set<Revision>> superseded() {
    return Collections.unmodifiableMap(superseded);
  }

  /** Those that were deleted, unless somebody has settled that something stands for them. */
  NavigableSet<Revision> deleted() {
    return Collections.unmodifiableNavigableSet(deleted);
  }

  /** Whether the object was ever deleted, settled or not. */
  boolean wasObjectDeleted() {
    return kinds.values().stream().anyMatch(why -> why.contains(Tombstone.DELETE));
  }

  /** Why a revision is dead, as its tombstones call it; empty if none names it. */
  Set<String> kinds(Revision revision) {
    return kinds.getOrDefault(revision, Set.of());
  }

  /** What stands for a dead revision. */
  @Nullable Revision evidence(Revision revision) {
    return evidence.get(revision);
  }

  /** The greatest generation that is named, or -1. */
  long greatestGeneration() {
    return bases.isEmpty() ? -1 : bases.lastKey().generation();
  }

  /** How much it takes to remember. */
  int weight() {
    return 1 + bases.size() + parents.size() + tombstones.size();
  }

  /** The links that the tombstones know. */
  Map<Revision, List<Revision>> links() {
    Map<Revision, List<Revision>> links = new TreeMap<>();
    bases.forEach((revision, known) -> known.ifPresent(k -> links.put(revision, k)));
    return links;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeadRevisions dead && tombstones.equals(dead.tombstones);
  }

  @Override
  public int hashCode() {
    return tombstones.hashCode();
  }

  @Override
  public String toString() {
    return "DeadRevisions" + bases.keySet();
  }
}
