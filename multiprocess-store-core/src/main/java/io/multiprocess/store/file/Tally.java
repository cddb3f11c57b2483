package io.multiprocess.store.file;

import io.multiprocess.store.Census;
import io.multiprocess.store.StoreCounts;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Adds up how objects look, and again when one looks different.
 *
 * <p>Not safe for use by several threads.
 */
final class Tally {

  private final SortedSet<String> inConflict = new TreeSet<>();
  private long objects;
  private long revisions;
  private long current;
  private long past;

  /** What counts of one object. */
  record Share(int revisions, int current, int past) {

    /** That of no object. */
    static final Share NONE = new Share(0, 0, 0);

    /** That of most. */
    private static final Share ONE = new Share(1, 0, 0);

    static Share of(ObjectView view) {
      if (!view.exists()) {
        return NONE;
      }
      List<ObjectView.Contention> contentions = view.contentions();
      int revisions = view.live().size();
      if (revisions == 1 && contentions.isEmpty()) {
        return ONE;
      }
      int current = (int) contentions.stream().filter(ObjectView.Contention::current).count();
      return new Share(revisions, current, contentions.size() - current);
    }

    boolean exists() {
      return revisions > 0;
    }

    boolean isInConflict() {
      return current + past > 0;
    }
  }

  /** Counts an object as it is now instead of as it was. */
  void replace(String id, Share before, Share now) {
    objects += (now.exists() ? 1 : 0) - (before.exists() ? 1 : 0);
    revisions += now.revisions - before.revisions;
    current += now.current - before.current;
    past += now.past - before.past;
    if (now.isInConflict()) {
      inConflict.add(id);
    } else if (before.isInConflict()) {
      inConflict.remove(id);
    }
  }

  StoreCounts counts() {
    return new StoreCounts(objects, revisions, current, past);
  }

  Census census() {
    return new Census(counts(), List.copyOf(inConflict));
  }
}
