package io.multiprocess.store;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@link Replica} has of one object, by name.
 *
 * @param revisions the live revisions, in election order
 * @param retired the revisions that are known to be dead
 * @param tombstones names of the tombstones' files
 * @param conflicts the rivals of each conflict
 */
public record Holdings(
    NavigableSet<Revision> revisions,
    Set<Revision> retired,
    NavigableSet<Revision> tombstones,
    Set<List<Revision>> conflicts) {

  /** Keeps copies. */
  public Holdings {
    revisions = Collections.unmodifiableNavigableSet(new TreeSet<>(revisions));
    retired = Set.copyOf(retired);
    tombstones = Collections.unmodifiableNavigableSet(new TreeSet<>(tombstones));
    conflicts = Set.copyOf(conflicts);
  }

  /** Of the given revisions those that are neither here nor dead here, the greatest first. */
  public NavigableSet<Revision> missing(Collection<Revision> others) {
    NavigableSet<Revision> missing = new TreeSet<>(others);
    missing.removeAll(revisions);
    missing.removeAll(retired);
    return missing.descendingSet();
  }
}
