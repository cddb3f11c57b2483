package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreListener;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires what a settlement leaves behind.
 *
 * <p>A revision that is made from several others decides between them. The leading one of these
 * stays as history, with all that it was made from, so that a rival nobody has seen yet stands in
 * conflict with something when it arrives; the others are retired, with what only they were made
 * from. Since the decision's own file says what it was made from, whoever reads it finishes what a
 * process that was killed had begun, with the same tombstone.
 */
final class Settlements {

  private static final Logger log = LoggerFactory.getLogger(Settlements.class);

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Sweeper sweeper;
  private final Publisher publisher;
  private final StoreListener listener;

  Settlements(
      StoreLayout layout,
      ObjectDirectories directories,
      Tombstones tombstones,
      Sweeper sweeper,
      Publisher publisher,
      StoreListener listener) {
    this.layout = layout;
    this.directories = directories;
    this.tombstones = tombstones;
    this.sweeper = sweeper;
    this.publisher = publisher;
    this.listener = listener;
  }

  /** Tells who listens that a conflict is settled. */
  void tell(Settlement settlement) {
    listener.conflictSettled(settlement);
  }

  /**
   * Retires what a decision that has been read as a whole, or written, leaves behind in a view. The
   * decision is forced first, whatever the store's durability, since what it stands for is given up
   * for it.
   *
   * @param bases what the decision was made from
   * @return what was retired
   */
  NavigableSet<Revision> finish(ObjectView view, Revision decision, Collection<Revision> bases)
      throws IOException {
    boolean open =
        bases.size() > 1
            && bases.stream().anyMatch(base -> isLosing(base, bases) && isLive(base, view));
    return open ? finishHistory(view, decision, bases) : new TreeSet<>();
  }

  /**
   * The same, also when no rival of the decision is left: another rival, settled since, may have
   * kept a part of their history.
   */
  NavigableSet<Revision> finishHistory(
      ObjectView view, Revision decision, Collection<Revision> bases) throws IOException {
    if (bases.size() < 2 || !isLive(decision, view)) {
      return new TreeSet<>();
    }
    NavigableSet<Revision> left =
        Pedigree.of(view, directories)
            .leftBehind(bases, Collections.max(bases), Optional.of(decision));
    left.removeAll(lonely(view, left));
    return retire(view, left, decision);
  }

  private static boolean isLosing(Revision base, Collection<Revision> bases) {
    return !base.equals(Collections.max(bases));
  }

  private static boolean isLive(Revision revision, ObjectView view) {
    return view.live().contains(revision);
  }

  /** Finishes for a reader, who is served whether or not this process may write. */
  void finishInPassing(ObjectView view, Revision decision, Collection<Revision> bases) {
    try {
      finish(view, decision, bases);
    } catch (IOException e) {
      log.debug("What {} of {} settles stays for now", decision, view.name(), e);
    }
  }

  /**
   * Retires revisions for which another one stands. Those that are dead already, because they were
   * compacted, are named as well, so that nothing is in conflict with them any more.
   *
   * @return those that were live
   */
  NavigableSet<Revision> retire(ObjectView view, Collection<Revision> left, Revision evidence)
      throws IOException {
    NavigableSet<Revision> retired = new TreeSet<>(left);
    retired.retainAll(view.live());
    Set<Revision> compacted = new HashSet<>(left);
    compacted.retainAll(view.named().compacted());
    if (retired.isEmpty()) {
      return retired;
    }
    if (!publisher.secure(layout.revision(view.name(), evidence))) {
      return new TreeSet<>();
    }
    compacted.addAll(retired);
    publish(view, compacted, evidence);
    sweeper.sweep(view.withDead(retired));
    return retired;
  }

  /**
   * Says that a live revision stands for what a deletion had named without seeing it. The revision
   * is forced first, or a power cut would leave neither.
   */
  void keepAgainstDeletion(ObjectView view, Revision evidence) throws IOException {
    if (publisher.secure(layout.revision(view.name(), evidence))) {
      publish(view, view.named().deleted(), evidence);
    }
  }

  private void publish(ObjectView view, Collection<Revision> dead, Revision evidence)
      throws IOException {
    SortedMap<Revision, Optional<List<Revision>>> named = new TreeMap<>();
    SortedMap<Revision, Revision> standing = new TreeMap<>();
    for (Revision revision : dead) {
      Optional<List<Revision>> told = view.named().bases().get(revision);
      named.put(revision, told == null ? directories.bases(view.name(), revision) : told);
      standing.put(revision, evidence);
    }
    tombstones.publish(view.name(), new Tombstone(Tombstone.SETTLE, named, standing));
  }

  /**
   * Of what is left behind, the greatest live one of each generation that would hold nothing else
   * any more: a rival that arrives later would be alone there, and no name would tell of its
   * conflict.
   */
  private static Set<Revision> lonely(ObjectView view, NavigableSet<Revision> left) {
    Set<Long> held = new HashSet<>();
    for (NavigableSet<Revision> there : List.of(view.live(), view.named().compacted())) {
      there.stream()
          .filter(revision -> !left.contains(revision))
          .map(Revision::generation)
          .forEach(held::add);
    }
    Set<Revision> lonely = new HashSet<>();
    for (Revision revision : left.descendingSet()) {
      if (view.live().contains(revision) && held.add(revision.generation())) {
        lonely.add(revision);
      }
    }
    return lonely;
  }
}
