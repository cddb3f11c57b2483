package io.multiprocess.store.merge;

import io.multiprocess.store.Revision;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The revisions that several sides come from last: their common ancestors without those that are
 * ancestors of others.
 *
 * <p>Walks from the greatest revision downwards, so that whatever leads to a revision has told what
 * it knows before the revision is looked at, and only as far as something may still be found.
 */
public final class MergeBases {

  private final Function<? super Revision, ? extends Optional<? extends Collection<Revision>>>
      links;
  private final int sides;
  private final Map<Revision, Mark> marks = new HashMap<>();
  private final PriorityQueue<Revision> queue = new PriorityQueue<>(Collections.reverseOrder());
  private int open;

  private MergeBases(
      Function<? super Revision, ? extends Optional<? extends Collection<Revision>>> links,
      int sides) {
    this.links = links;
    this.sides = sides;
  }

  /**
   * Of sides that are each one or several revisions, which count among their own ancestors.
   *
   * @param links what each revision was made from: empty if that is not known, no revisions if from
   *     nothing
   * @return empty if it cannot be known, because the making of a revision is unknown that is not
   *     below all of those found: edits that are shared below it would be counted twice
   */
  public static Optional<SortedSet<Revision>> of(
      List<? extends Collection<Revision>> sides,
      Function<? super Revision, ? extends Optional<? extends Collection<Revision>>> links) {
    MergeBases bases = new MergeBases(links, sides.size());
    for (int i = 0; i < sides.size(); i++) {
      BitSet side = new BitSet();
      side.set(i);
      sides.get(i).forEach(revision -> bases.mark(revision, side, false));
    }
    return bases.find();
  }

  private Optional<SortedSet<Revision>> find() {
    SortedSet<Revision> found = new TreeSet<>();
    while (open > 0) {
      Revision revision = queue.remove();
      Mark mark = marks.getOrDefault(revision, new Mark());
      boolean common = mark.sides.cardinality() == sides;
      Optional<? extends Collection<Revision>> bases = links.apply(revision);
      if (!mark.below) {
        open--;
        if (common) {
          found.add(revision);
        } else if (bases.isEmpty()) {
          return Optional.empty();
        }
      }
      if (bases.isPresent()) {
        for (Revision base : bases.get()) {
          if (base.generation() < revision.generation()) {
            mark(base, mark.sides, common);
          }
        }
      }
    }
    return Optional.of(found);
  }

  private void mark(Revision revision, BitSet sides, boolean below) {
    Mark mark = marks.get(revision);
    if (mark == null) {
      mark = new Mark();
      marks.put(revision, mark);
      queue.add(revision);
      open++;
    }
    mark.sides.or(sides);
    if (below && !mark.below) {
      mark.below = true;
      open--;
    }
  }

  /** Which sides a queued revision is an ancestor of, and whether it lies below a common one. */
  private static final class Mark {
    private final BitSet sides = new BitSet();
    private boolean below;
  }
}
