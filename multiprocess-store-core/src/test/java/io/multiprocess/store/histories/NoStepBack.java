package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import io.multiprocess.store.histories.Lifetimes.Question;
import io.multiprocess.store.histories.Read.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * No answer goes back behind what was known before it was asked for: a winner is at least as great
 * as all that was live or superseded, a history and a conflict leave out nothing that was, and
 * nothing is told to be absent, or created, while it was there.
 */
final class NoStepBack implements Oracle {

  private static final Set<ReadKind> OF_WINNER =
      Set.of(ReadKind.WINNER, ReadKind.NPM, ReadKind.ABSENT);

  private static final Set<String> NOT_FOUND = Set.of("ObjectNotFoundException", "absent");

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    List<Question> ofLive = new ArrayList<>();
    List<Question> ofUndeleted = new ArrayList<>();
    for (Read read : object.reads()) {
      boolean isOfWinner = OF_WINNER.contains(read.kind());
      (isOfWinner ? ofUndeleted : ofLive)
          .add(new Question(read.begin(), read.end(), question(read, violations)));
    }
    Map<Write, Revision> published = object.published();
    for (Write write : object.writes()) {
      boolean wasToldOfNothing =
          write.isRefused()
              ? NOT_FOUND.contains(write.note())
              : write.isAcknowledged()
                  && write.kind() == WriteKind.DELETE
                  && write.note().equals(HistoryLog.NOTHING);
      boolean madeFromNothing = write.isAcknowledged() && write.kind() == WriteKind.CREATE;
      if (wasToldOfNothing || madeFromNothing) {
        ofUndeleted.add(
            new Question(
                write.begin(),
                write.end(),
                revision -> {
                  if (!revision.equals(published.get(write))) {
                    violations.accept("%s, but %s was live".formatted(write, revision));
                  }
                  return false;
                }));
      }
    }
    Lifetimes.live(object).answer(ofLive);
    Lifetimes.undeleted(object).answer(ofUndeleted);
  }

  private static Predicate<Revision> question(Read read, Consumer<String> violations) {
    return switch (read.kind()) {
      case WINNER, NPM, ABSENT -> winner(read, violations);
      case REVISION -> lookup(read, violations);
      case HISTORY -> history(read, violations);
      case RIVALS -> rivals(read, violations);
    };
  }

  private static Predicate<Revision> winner(Read read, Consumer<String> violations) {
    return live -> {
      if (read.seen().isEmpty()) {
        violations.accept("%s found nothing, but %s was live".formatted(read, live));
      } else if (live.compareTo(read.seen().get(0).revision()) > 0) {
        violations.accept(
            "%s went back to %s behind %s".formatted(read, read.seen().get(0).revision(), live));
      }
      return false;
    };
  }

  private static Predicate<Revision> lookup(Read read, Consumer<String> violations) {
    Seen asked = read.seen().get(0);
    return live -> {
      if (live.equals(asked.revision()) && asked.isAbsent()) {
        violations.accept("%s did not find %s, which was live".formatted(read, live));
      }
      return live.compareTo(asked.revision()) > 0;
    };
  }

  private static Predicate<Revision> history(Read read, Consumer<String> violations) {
    Set<Revision> seen = new HashSet<>();
    read.seen().forEach(each -> seen.add(each.revision()));
    return live -> {
      if (!seen.contains(live)) {
        violations.accept("%s left out %s, which was live".formatted(read, live));
      }
      return true;
    };
  }

  private static Predicate<Revision> rivals(Read read, Consumer<String> violations) {
    Set<Revision> seen = new HashSet<>();
    read.seen().forEach(each -> seen.add(each.revision()));
    Map<Long, Revision> generations = new HashMap<>();
    return live -> {
      Revision rival = generations.put(live.generation(), live);
      if (rival != null && !(seen.contains(live) && seen.contains(rival))) {
        violations.accept("%s hid the conflict of %s and %s".formatted(read, live, rival));
      }
      return true;
    };
  }
}
