package io.multiprocess.store.interleavings;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Some processes that start from one state.
 *
 * @param start how the object is before
 * @param programs what each process does
 * @param listing how directories are listed
 * @param nonces decides which of two equal generations is elected
 */
record Scenario(Start start, List<Program> programs, Listing listing, long nonces) {

  /** What one run came to. */
  record Result(Run run, Journal journal, List<String> violations) {

    /** Few changes from one process to another make a schedule short, then few calls. */
    static final Comparator<Result> BY_LENGTH =
        Comparator.<Result>comparingLong(
                result -> result.schedule().chars().filter(c -> c == ' ').count())
            .thenComparingInt(result -> result.run().events().size());

    /** Who made how many calls, one after the other. */
    String schedule() {
      StringBuilder text = new StringBuilder();
      List<Event> events = run.events();
      for (int i = 0, length = 1; i < events.size(); i++, length++) {
        if (i + 1 == events.size() || events.get(i + 1).process != events.get(i).process) {
          text.append((char) ('A' + events.get(i).process)).append(length).append(' ');
          length = 0;
        }
      }
      return text.toString().strip();
    }

    /** The run as one can follow it. */
    String describe() {
      StringBuilder text = new StringBuilder();
      text.append("  schedule: ").append(schedule()).append('\n');
      violations.forEach(violation -> text.append("  violated: ").append(violation).append('\n'));
      journal.calls().forEach(call -> text.append("  ").append(call).append('\n'));
      journal.namings().forEach(naming -> text.append("  ").append(naming).append('\n'));
      run.kills().forEach(p -> text.append("  killed: ").append((char) ('A' + p)).append('\n'));
      run.events().forEach(event -> text.append("    ").append(event).append('\n'));
      return text.toString();
    }
  }

  /** Runs once. */
  Result run(World prepared, Strategy strategy) {
    World world = prepared.copy(listing);
    List<Client> clients =
        IntStream.range(0, programs.size())
            .mapToObj(
                i -> new Client(world, i, (char) ('A' + i), programs.get(i), nonces * 31 + i + 1))
            .toList();
    Run run = world.run(strategy, clients);
    List<String> violations = new ArrayList<>();
    if (run.isEndless()) {
      violations.add("does not end");
    } else if (!run.isBrokenOff()) {
      violations.addAll(finish(world, clients, run));
    }
    return new Result(run, world.journal(), violations);
  }

  /** Everybody who is left and somebody new agree on what is there, and can go on with it. */
  private List<String> finish(World world, List<Client> clients, Run run) {
    Journal journal = world.journal();
    FileObjectStore fresh = world.open(OnStale.KEEP, nonces * 31 + 17);
    List<String> violations = new ArrayList<>();
    try {
      // A reader finishes what a process that was killed has left of a settlement.
      Optional<Versioned<ObjectNode>> winner = fresh.find(World.ID);
      List<Versioned<ObjectNode>> history = fresh.revisions(World.ID);
      List<Conflict> conflicts = fresh.conflicts(World.ID);
      List<Revision> live = history.stream().map(Versioned::revision).toList();
      violations.addAll(Oracle.finalViolations(journal, live, conflicts));
      expect(violations, "winner", history.stream().findFirst(), winner);
      for (int i = 0; i < clients.size(); i++) {
        if (!run.kills().contains(i)) {
          FileObjectStore other = clients.get(i).store();
          expect(violations, "other history", history, other.revisions(World.ID));
          expect(violations, "other conflicts", conflicts, other.conflicts(World.ID));
        }
      }
      goOn(world, violations, history.stream().findFirst());
    } catch (RuntimeException e) {
      violations.add("afterwards: " + e);
    }
    violations.addAll(Oracle.violations(journal));
    return violations;
  }

  /** A new process edits, deletes and creates again. */
  private void goOn(World world, List<String> violations, Optional<Versioned<ObjectNode>> winner) {
    Program program =
        winner.isEmpty()
            ? Program.of(StoreOperation.CREATE)
            : new Program(
                "go on",
                programs.get(0).onStale(),
                List.of(
                    StoreOperation.FIND,
                    StoreOperation.UPSERT,
                    StoreOperation.FIND,
                    StoreOperation.DELETE,
                    StoreOperation.FIND,
                    StoreOperation.CREATE,
                    StoreOperation.FIND));
    Client client = new Client(world, 'Z' - 'A', 'Z', program, nonces * 31 + 18);
    int number = 0;
    for (Operation operation : program.operations()) {
      Operation.Call call = client.perform(operation, "Z" + number++);
      if (!call.isAcknowledged()) {
        violations.add("afterwards: " + call);
      }
    }
  }

  private static void expect(List<String> violations, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      violations.add("%s is %s; expected %s".formatted(what, actual, expected));
    }
  }

  @Override
  public String toString() {
    return "%s %s %s nonces=%d".formatted(start, programs, listing, nonces);
  }
}
