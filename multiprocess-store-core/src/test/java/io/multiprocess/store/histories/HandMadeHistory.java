package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import io.multiprocess.store.histories.Read.Seen;
import io.multiprocess.store.histories.Write.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The history of one object, written by a test. */
final class HandMadeHistory {

  private final Histories histories = new Histories();
  private final ObjectHistory object;

  HandMadeHistory(String id) {
    this.object = histories.of(id);
  }

  /** A revision as this library names it. */
  static Revision revision(long generation, char digit) {
    String sixteen = String.valueOf(digit).repeat(16);
    return new Revision(
        generation, sixteen.substring(0, 12) + "8" + sixteen.substring(0, 3) + sixteen);
  }

  /** What a reader gets of a revision whose write is named as by {@link #write}. */
  static Seen seen(Revision revision) {
    return new Seen(revision, name(revision));
  }

  static Seen named(Revision revision) {
    return new Seen(revision, HistoryLog.NOTHING);
  }

  static String name(Revision revision) {
    return "write of " + revision;
  }

  /** An acknowledged write whose file lies in the object's directory. */
  HandMadeHistory write(
      WriteKind kind, long begin, long end, Revision revision, Revision... bases) {
    body(revision, false, true, name(revision), bases);
    return acknowledge(kind, name(revision), begin, end, Optional.of(revision), bases);
  }

  HandMadeHistory acknowledge(
      WriteKind kind,
      String name,
      long begin,
      long end,
      Optional<Revision> revision,
      Revision... bases) {
    return end(kind, name, begin, end, Outcome.ACKNOWLEDGED, revision, HistoryLog.NOTHING, bases);
  }

  HandMadeHistory refuse(WriteKind kind, long begin, long end, String reason, Revision... bases) {
    return refuse(kind, "refused at " + begin, begin, end, reason, bases);
  }

  HandMadeHistory refuse(
      WriteKind kind, String name, long begin, long end, String reason, Revision... bases) {
    return end(kind, name, begin, end, Outcome.REFUSED, Optional.empty(), reason, bases);
  }

  HandMadeHistory delete(long begin, long end, boolean deleted) {
    String note = deleted ? "deleted" : HistoryLog.NOTHING;
    return end(
        WriteKind.DELETE,
        "delete at " + begin,
        begin,
        end,
        Outcome.ACKNOWLEDGED,
        Optional.empty(),
        note);
  }

  private HandMadeHistory end(
      WriteKind kind,
      String name,
      long begin,
      long end,
      Outcome outcome,
      Optional<Revision> revision,
      String note,
      Revision... bases) {
    object.add(
        new Write(name, kind, object.id(), List.of(bases), begin, end, outcome, revision, note));
    return this;
  }

  HandMadeHistory read(ReadKind kind, long begin, long end, Seen... seen) {
    String log = kind == ReadKind.NPM ? "npm-0.0.0" : "jvm-0.0.0";
    object.add(new Read(kind, log, object.id(), begin, end, List.of(seen)));
    return this;
  }

  HandMadeHistory body(
      Revision revision, boolean archived, boolean whole, String write, Revision... bases) {
    object.add(new Body(revision, archived, whole, write, List.of(bases)));
    return this;
  }

  /** A tombstone named revisions between two moments, and they were swept. */
  HandMadeHistory bury(String kind, long notBefore, long by, Revision... revisions) {
    for (Revision revision : revisions) {
      Body body = object.bodies().get(revision);
      if (body != null) {
        body(revision, true, body.whole(), body.write(), body.bases().toArray(Revision[]::new));
      }
      name(kind, notBefore, by, revision);
    }
    return this;
  }

  HandMadeHistory name(String kind, long notBefore, long by, Revision revision) {
    object.add(revision, new Naming(notBefore, by, Set.of(kind), List.of()));
    return this;
  }

  HandMadeHistory survey(String log, List<Revision> history, Revision... rivals) {
    List<Seen> seen = history.stream().map(HandMadeHistory::seen).toList();
    List<Seen> winner = seen.stream().limit(1).toList();
    object.add(new Survey(log, object.id(), winner, seen, Arrays.asList(rivals)));
    return this;
  }

  /** What the checker says. */
  List<String> violations() {
    return HistoryChecker.violations(histories);
  }
}
