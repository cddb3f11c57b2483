package io.multiprocess.store.interleavings;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.interleavings.Journal.Naming;
import io.multiprocess.store.interleavings.Journal.Publication;
import io.multiprocess.store.interleavings.Operation.Call;
import io.multiprocess.store.interleavings.Operation.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether what every process was told can have been true. */
final class Oracle {

  private final Journal journal;
  private final List<String> violations = new ArrayList<>();

  private Oracle(Journal journal) {
    this.journal = journal;
  }

  /** What is wrong with a finished run; empty if nothing is. */
  static List<String> violations(Journal journal) {
    Oracle oracle = new Oracle(journal);
    for (Call call : journal.calls()) {
      if (call.failure != null) {
        oracle.report(call, "fails with " + call.failure);
      } else if (call.ended != Call.NEVER) {
        oracle.judge(call);
      }
    }
    oracle.judgeCreates();
    oracle.judgeRejectingUpdates();
    oracle.judgeRefusals();
    oracle.judgeNamings();
    return oracle.violations;
  }

  private void report(Call call, String what) {
    violations.add("'%s' %s".formatted(call, what));
  }

  private void judge(Call call) {
    switch (call.operation.claim()) {
      case FIND, RESOLVE -> judgeRead(call);
      case HISTORY -> judgeHistory(call);
      case LIST -> judgeList(call);
      case DELETE -> judgeDelete(call);
      default -> judgeWrite(call);
    }
  }

  /** What was acknowledged to anybody, or seen by anybody, before a moment. */
  private NavigableSet<Revision> knownBefore(int when) {
    NavigableSet<Revision> known = new TreeSet<>();
    for (Call call : journal.calls()) {
      if (call.ended < when) {
        if (call.written != null) {
          known.add(call.written);
        }
        if (call.operation.claim() != Claim.LIST) {
          known.addAll(call.seen);
        }
      }
    }
    return known;
  }

  private Set<Revision> publishedBy(int when) {
    Set<Revision> published = new HashSet<>();
    journal
        .publications()
        .forEach(
            (revision, publication) -> {
              if (publication.when() <= when) {
                published.add(revision);
              }
            });
    return published;
  }

  /**
   * There was a moment at which all that is missing was deleted, and what was seen was not dead.
   */
  private boolean isConsistent(Call call, Collection<Revision> missing) {
    return journal.moments(call.began, call.ended).stream()
        .anyMatch(
            when ->
                journal.deletedAt(when).containsAll(missing)
                    && call.seen.stream().limit(1).noneMatch(journal.deadAt(when)::contains));
  }

  private void judgeRead(Call call) {
    NavigableSet<Revision> known = knownBefore(call.began);
    Collection<Revision> missing =
        call.seen.isEmpty() ? known : known.tailSet(call.seen.get(0), false);
    if (!isConsistent(call, missing)) {
      report(
          call,
          "went back behind %s, or saw what was dead; dead were %s"
              .formatted(missing, journal.deadAt(call.ended)));
    }
  }

  private void judgeHistory(Call call) {
    if (!call.seen.equals(
        call.seen.stream().sorted((a, b) -> b.compareTo(a)).distinct().toList())) {
      report(call, "is out of order");
    }
    NavigableSet<Revision> missing = knownBefore(call.began);
    missing.removeAll(call.seen);
    if (!journal.deadAt(call.ended).containsAll(missing)) {
      report(call, "left out some of " + missing);
    }
    NavigableSet<Revision> dead = journal.deadAt(call.began);
    dead.retainAll(call.seen);
    if (!dead.isEmpty()) {
      report(call, "saw what was dead: " + dead);
    }
    if (!call.seen.isEmpty()
        && !isConsistent(call, knownBefore(call.began).tailSet(call.seen.get(0), false))) {
      report(call, "went back");
    }
  }

  /** Whoever knows no tombstones may see what is dead, but no older state than it had. */
  private void judgeList(Call call) {
    if (call.seen.isEmpty()) {
      return;
    }
    Revision seen = call.seen.get(0);
    NavigableSet<Revision> before = knownBefore(call.began);
    for (Call other : journal.calls()) {
      if (other.operation.claim() == Claim.LIST && other.ended < call.began) {
        before.addAll(other.seen);
      }
    }
    NavigableSet<Revision> dead = journal.deadAt(call.ended);
    for (Revision above : before.tailSet(seen, false)) {
      // Of what one tombstone names, what is older is swept first.
      Set<Boolean> withSeen =
          journal.namings().stream()
              .filter(naming -> naming.when() <= call.ended && naming.revisions().contains(above))
              .map(naming -> naming.revisions().contains(seen))
              .collect(Collectors.toSet());
      if (!dead.contains(above) || withSeen.equals(Set.of(true))) {
        report(call, "fell back behind " + above);
      }
    }
  }

  private void judgeDelete(Call call) {
    NavigableSet<Revision> missing = knownBefore(call.began);
    missing.removeAll(journal.deadAt(call.ended));
    if (!missing.isEmpty()) {
      report(call, "left alive " + missing);
    }
    if (call.deleted && !journal.deadAt(call.began).isEmpty()) {
      Set<Revision> alive = publishedBy(call.ended);
      alive.removeAll(journal.deadAt(call.began));
      if (alive.isEmpty()) {
        report(call, "had nothing to delete");
      }
    }
  }

  private void judgeWrite(Call call) {
    NavigableSet<Revision> deadBefore = journal.deadAt(call.began);
    if (call.written != null) {
      Publication publication = journal.publications().get(call.written);
      if (publication == null || !publication.mark().equals(call.mark)) {
        report(call, "is acknowledged but was never published as such: " + publication);
      } else if (publication.when() < call.began || publication.when() > call.ended) {
        report(call, "was published at another time");
      }
      if (call.operation.claim() == Claim.UPDATE) {
        Set<Revision> others = publishedBy(call.ended);
        others.remove(call.written);
        if (deadBefore.containsAll(others)) {
          report(call, "edited what was deleted");
        }
      }
    } else if (call.refusal instanceof ObjectExistsException exists) {
      if (!publishedBy(call.ended).contains(exists.revision())
          || deadBefore.contains(exists.revision())) {
        report(call, "says that %s exists".formatted(exists.revision()));
      }
    } else if (call.refusal instanceof ObjectNotFoundException) {
      if (!journal.deadAt(call.ended).containsAll(knownBefore(call.began))) {
        report(call, "did not find " + knownBefore(call.began));
      }
    } else if (call.refusal != null) {
      Set<Revision> dead = journal.deadAt(call.ended);
      Revision greatest = call.bases.stream().max(Revision::compareTo).orElseThrow();
      boolean stale =
          call.bases.stream().anyMatch(dead::contains)
              || (call.rejecting
                  && publishedBy(call.ended).stream()
                      .anyMatch(other -> other.compareTo(greatest) > 0));
      boolean mayBeStale = call.rejecting || call.operation.claim() == Claim.SETTLE;
      if (!mayBeStale || !stale) {
        report(call, "was current");
      }
    }
  }

  /**
   * Of those who create an object, one succeeds until it is deleted, and stands above what was
   * deleted then.
   */
  private void judgeCreates() {
    for (Call call : journal.calls()) {
      Publication publication =
          call.written == null ? null : journal.publications().get(call.written);
      if (call.operation.claim() == Claim.CREATE && call.written != null && publication != null) {
        judgeCreate(call, call.written, publication.when());
      }
    }
  }

  private void judgeCreate(Call call, Revision created, int when) {
    NavigableSet<Revision> dead = journal.deadAt(when);
    journal
        .publications()
        .forEach(
            (other, publication) -> {
              if (publication.when() < when && !dead.contains(other)) {
                report(call, "made a second object beside " + other);
              }
              if (publication.when() < call.began && other.generation() >= created.generation()) {
                report(call, "is not above " + other + ", which was deleted");
              }
            });
  }

  /** Of the edits of one base that must not be stale, one succeeds. */
  private void judgeRejectingUpdates() {
    Set<Revision> edited = new HashSet<>();
    for (Call call : journal.calls()) {
      if (call.rejecting
          && call.isAcknowledged()
          && call.operation.claim() == Claim.UPDATE
          && !edited.addAll(call.bases)) {
        report(call, "is the second edit of its base");
      }
    }
  }

  /** What was refused is not there, now or ever. */
  private void judgeRefusals() {
    Set<String> marks = new HashSet<>();
    journal.publications().values().forEach(publication -> marks.add(publication.mark()));
    for (Call call : journal.calls()) {
      if (call.refusal != null && marks.contains(call.mark)) {
        report(call, "was published all the same");
      }
    }
  }

  /** Nothing dies but by an operation that may kill it. */
  private void judgeNamings() {
    for (Naming naming : journal.namings()) {
      Set<Claim> claims =
          switch (naming.kind()) {
            case "delete" -> Set.of(Claim.DELETE);
            case "settle" -> Set.of(Claim.SETTLE, Claim.RESOLVE);
            case "compact" -> Set.of(Claim.COMPACT);
            default -> Set.of();
          };
      boolean ordered =
          claims.isEmpty()
              || journal.calls().stream()
                  .anyMatch(
                      call ->
                          claims.contains(call.operation.claim()) && call.began <= naming.when());
      if (!ordered || !publishedBy(naming.when()).containsAll(naming.revisions())) {
        violations.add("nobody ordered %s".formatted(naming));
      }
      if (claims.contains(Claim.COMPACT)) {
        judgeCompaction(naming);
      } else if (claims.contains(Claim.SETTLE)) {
        judgeSettlement(naming);
      } else if (claims.isEmpty()
          && !journal.deadAt(naming.when() - 1).containsAll(naming.revisions())) {
        violations.add("%s buried what was not dead".formatted(naming));
      }
    }
  }

  /** What was compacted away has something made from it that lives or was deleted by itself. */
  private void judgeCompaction(Naming naming) {
    for (Revision revision : naming.revisions()) {
      boolean superseded =
          journal.publications().entrySet().stream()
              .filter(child -> child.getValue().when() <= naming.when())
              .anyMatch(child -> supersedes(child.getKey(), child.getValue(), revision));
      if (!superseded) {
        violations.add("%s buried %s, from which nothing is made".formatted(naming, revision));
      }
    }
  }

  /** A revision that says what it was made from, or one of npm's, which follow one another. */
  private static boolean supersedes(Revision child, Publication publication, Revision revision) {
    return publication.bases().contains(revision)
        || (publication.bases().isEmpty() && child.generation() == revision.generation() + 1);
  }

  /**
   * What was settled away is a rival, and not the leading one, of those that were decided on, or
   * something that such a rival was made from; or a merge of what something else is made from too;
   * or it had been deleted before.
   */
  private void judgeSettlement(Naming naming) {
    for (Revision revision : naming.revisions()) {
      boolean decided =
          journal.publications().values().stream()
              .filter(decision -> decision.when() <= naming.when())
              .filter(decision -> decision.bases().size() > 1)
              .flatMap(decision -> losing(decision.bases()).stream())
              .anyMatch(rival -> descends(rival, Set.of(revision)));
      if (!decided
          && !isContained(revision, naming)
          && !journal.named("delete").contains(revision)) {
        violations.add("%s buried %s, on which nobody decided".formatted(naming, revision));
      }
    }
  }

  private boolean isContained(Revision merge, Naming naming) {
    Publication publication = journal.publications().get(merge);
    return publication != null
        && publication.bases().size() > 1
        && journal.calls().stream().anyMatch(call -> call.operation.claim() == Claim.RESOLVE)
        && journal.publications().entrySet().stream()
            .filter(other -> other.getValue().when() <= naming.when())
            .filter(other -> !other.getKey().equals(merge))
            .anyMatch(
                other ->
                    publication.bases().stream()
                        .allMatch(base -> descends(other.getKey(), Set.of(base))));
  }

  private static Collection<Revision> losing(Collection<Revision> rivals) {
    NavigableSet<Revision> losing = new TreeSet<>(rivals);
    losing.pollLast();
    return losing;
  }

  /** Whether a revision is one of these, or was made from one of them. */
  private boolean descends(Revision revision, Set<Revision> from) {
    Publication publication = journal.publications().get(revision);
    return from.contains(revision)
        || (publication != null
            && publication.bases().stream()
                .anyMatch(base -> base.compareTo(revision) < 0 && descends(base, from)));
  }

  /** Compares what a reader sees when all is over with what must be there. */
  static List<String> finalViolations(
      Journal journal, List<Revision> history, List<Conflict> conflicts) {
    List<String> violations = new ArrayList<>();
    NavigableSet<Revision> dead = journal.deadAt(journal.now());
    Oracle oracle = new Oracle(journal);
    NavigableSet<Revision> lost = oracle.knownBefore(Call.NEVER);
    lost.removeAll(history);
    lost.removeAll(dead);
    if (!lost.isEmpty()) {
      violations.add("lost: %s; there is %s".formatted(lost, history));
    }
    boolean mayBeGone =
        journal.calls().stream().anyMatch(call -> call.operation.claim() == Claim.DELETE);
    if (history.isEmpty() && !mayBeGone && !oracle.knownBefore(Call.NEVER).isEmpty()) {
      violations.add("everything is gone, and nobody deleted anything");
    }
    dead.retainAll(history);
    if (!dead.isEmpty()) {
      violations.add("back from the dead: " + dead);
    }
    List<List<Revision>> expected =
        history.stream().collect(Collectors.groupingBy(Revision::generation)).values().stream()
            .map(rivals -> rivals.stream().sorted().toList())
            .filter(rivals -> rivals.size() > 1)
            .sorted((left, right) -> left.get(0).compareTo(right.get(0)))
            .toList();
    List<List<Revision>> told =
        conflicts.stream()
            .filter(conflict -> conflict.kind() == Conflict.Kind.EDITS)
            .filter(conflict -> conflict.generation() == conflict.leading().generation())
            .map(Conflict::rivals)
            .toList();
    if (!told.equals(expected)) {
      violations.add("conflicts are %s; expected %s".formatted(told, expected));
    }
    for (Conflict conflict : conflicts) {
      if (conflict.current() != conflict.rivals().contains(history.get(0))
          && conflict.generation() == conflict.leading().generation()) {
        violations.add("%s is not what it says of the winner".formatted(conflict));
      }
    }
    oracle.judgeDeletionConflict(history, conflicts);
    violations.addAll(oracle.violations);
    return violations;
  }

  /** What lives on although it was made from something deleted is in conflict with the deletion. */
  private void judgeDeletionConflict(List<Revision> history, List<Conflict> conflicts) {
    Set<Revision> deleted = journal.named("delete");
    deleted.removeAll(journal.named("settle"));
    boolean expected = history.stream().anyMatch(revision -> descends(revision, deleted));
    // An edit of a base that somebody made up, or a creation that the deletion overtook.
    long reach = deleted.stream().mapToLong(Revision::generation).max().orElse(-2) + 1;
    boolean possible = history.stream().anyMatch(revision -> revision.generation() <= reach);
    boolean told =
        conflicts.stream().anyMatch(conflict -> conflict.kind() == Conflict.Kind.DELETION);
    if (told != expected && !(told && possible)) {
      violations.add(
          "conflicts with a deletion are %s; expected %s as %s is left of %s"
              .formatted(told, expected, history, deleted));
    }
  }
}
