package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When nothing happens any more, every process sees of an object what its files and tombstones say:
 * the same winner, history and conflicts.
 */
final class Agreement implements Oracle {

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    NavigableSet<Revision> live = live(object);
    List<Revision> whole = new ArrayList<>();
    for (Revision revision : live.descendingSet()) {
      if (Objects.requireNonNull(object.bodies().get(revision)).whole()) {
        whole.add(revision);
      }
    }
    List<Revision> winner = whole.stream().limit(1).toList();
    List<Revision> rivals = rivals(object, live);
    for (Survey survey : object.surveys()) {
      expect("winner", survey, revisions(survey.winner()), winner, violations);
      if (!survey.isByNpm()) {
        expect("history", survey, revisions(survey.history()), whole, violations);
        expect("conflicts", survey, survey.rivals(), rivals, violations);
      }
    }
  }

  private static void expect(
      String what,
      Survey survey,
      List<Revision> told,
      List<Revision> expected,
      Consumer<String> violations) {
    if (!told.equals(expected)) {
      violations.accept(
          "%s of %s is %s for %s; expected %s"
              .formatted(what, survey.object(), told, survey.log(), expected));
    }
  }

  private static List<Revision> revisions(List<Read.Seen> seen) {
    return seen.stream().map(Read.Seen::revision).toList();
  }

  /** Of one generation each, or alone beside one that was compacted, and then with the winner. */
  private static List<Revision> rivals(ObjectHistory object, NavigableSet<Revision> live) {
    Map<Long, List<Revision>> generations = new TreeMap<>();
    live.forEach(r -> generations.computeIfAbsent(r.generation(), g -> new ArrayList<>()).add(r));
    Set<Long> compacted = new HashSet<>();
    object
        .namings()
        .forEach(
            (revision, naming) -> {
              if (naming.kinds().equals(Set.of("compact"))) {
                compacted.add(revision.generation());
              }
            });
    List<Revision> rivals = new ArrayList<>();
    generations.forEach(
        (generation, group) -> {
          boolean alone = group.size() == 1 && !group.contains(live.last());
          if (group.size() > 1) {
            rivals.addAll(group);
          } else if (alone && compacted.contains(generation)) {
            rivals.addAll(List.of(group.get(0), live.last()));
          }
        });
    return rivals;
  }

  /** Present, not named, and not with known descendants that are all dead. */
  private static NavigableSet<Revision> live(ObjectHistory object) {
    Set<Revision> present = new HashSet<>();
    object.bodies().values().stream()
        .filter(body -> !body.archived())
        .forEach(body -> present.add(body.revision()));
    Map<Revision, List<Revision>> bases = object.bases();
    Set<Revision> parents = new HashSet<>();
    Set<Revision> forebears = new HashSet<>();
    Map<Revision, Boolean> isLive = new HashMap<>();
    Set<Revision> all = new TreeSet<>((a, b) -> b.compareTo(a));
    all.addAll(present);
    all.addAll(object.namings().keySet());
    for (Revision revision : all) {
      boolean live =
          object.naming(revision).isEmpty()
              && (!parents.contains(revision) || forebears.contains(revision));
      isLive.put(revision, live);
      for (Revision base : bases.getOrDefault(revision, List.of())) {
        parents.add(base);
        if (live || forebears.contains(revision)) {
          forebears.add(base);
        }
      }
    }
    NavigableSet<Revision> live = new TreeSet<>();
    present.stream().filter(revision -> isLive.getOrDefault(revision, false)).forEach(live::add);
    return live;
  }
}
