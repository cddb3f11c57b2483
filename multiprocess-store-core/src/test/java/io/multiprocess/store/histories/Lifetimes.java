package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Between which moments the revisions of an object were live for sure: from when its writer was
 * told or a reader saw it, until before a tombstone named it or something made from it.
 */
final class Lifetimes {

  private final Map<Revision, Long> known = new HashMap<>();
  private final Map<Revision, Long> until = new HashMap<>();

  /** When revisions were live. */
  static Lifetimes live(ObjectHistory object) {
    return new Lifetimes(object, Set.of());
  }

  /**
   * When revisions, or what superseded them, were live: what was only compacted or settled away is
   * still what no winner may stand behind.
   */
  static Lifetimes undeleted(ObjectHistory object) {
    return new Lifetimes(object, Naming.SUPERSEDED);
  }

  private Lifetimes(ObjectHistory object, Set<String> harmless) {
    object.published().forEach((write, revision) -> known.merge(revision, write.end(), Math::min));
    for (Read read : object.reads()) {
      for (Read.Seen seen : read.seen()) {
        if (seen.hasDocument()) {
          known.merge(seen.revision(), read.end(), Math::min);
        }
      }
    }
    object
        .namings()
        .forEach(
            (revision, naming) -> {
              if (!harmless.containsAll(naming.kinds())) {
                until.put(revision, naming.notBefore());
              }
            });
    // Children before their bases, so that a moment passes down whole lines of descent.
    object
        .bases()
        .forEach(
            (revision, bases) ->
                bases.forEach(base -> until.merge(base, until(revision), Math::min)));
  }

  /** The revisions that somebody has known to be published. */
  Set<Revision> known() {
    return known.keySet();
  }

  /** When somebody first knew that the revision was published; never is the end of time. */
  long known(Revision revision) {
    return known.getOrDefault(revision, Long.MAX_VALUE);
  }

  /** The last moment at which it was live for sure. */
  long until(Revision revision) {
    return until.getOrDefault(revision, Long.MAX_VALUE);
  }

  /**
   * Something that happened between two moments, asked about what was live all that time.
   *
   * @param next told each revision that was live for sure, greatest first, until it says false
   */
  record Question(long begin, long end, Predicate<Revision> next) {}

  /**
   * Answers questions. Each revision is passed by once more after its death and never again, so
   * that this takes time in proportion to what was live, not to what has ever been.
   */
  void answer(List<Question> questions) {
    List<Question> inOrder = new ArrayList<>(questions);
    inOrder.sort(Comparator.comparingLong(Question::begin));
    List<Map.Entry<Revision, Long>> births = new ArrayList<>(known.entrySet());
    births.sort(Map.Entry.comparingByValue());
    Iterator<Map.Entry<Revision, Long>> unborn = births.iterator();
    Map.Entry<Revision, Long> next = unborn.hasNext() ? unborn.next() : null;
    TreeSet<Revision> live = new TreeSet<>(Comparator.reverseOrder());
    for (Question question : inOrder) {
      while (next != null && next.getValue() < question.begin()) {
        live.add(next.getKey());
        next = unborn.hasNext() ? unborn.next() : null;
      }
      ask(question, live.iterator());
    }
  }

  private void ask(Question question, Iterator<Revision> live) {
    while (live.hasNext()) {
      Revision revision = live.next();
      if (until(revision) < question.begin()) {
        live.remove();
      } else if (until(revision) >= question.end() && !question.next().test(revision)) {
        return;
      }
    }
  }
}
