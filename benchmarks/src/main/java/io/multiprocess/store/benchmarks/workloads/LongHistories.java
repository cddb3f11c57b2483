package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.Reply;
import io.multiprocess.store.benchmarks.workers.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Objects with many revisions. The npm package reads those that this store has written: that saves
 * the minutes in which it would write its own. PouchDB writes its own, and only a hundred of them.
 */
final class LongHistories implements Workload {

  private static final int OBJECTS = 4;
  private static final int LONGEST_OF_POUCHDB = 100;

  private static final Map<Integer, Measure> UPDATES =
      Map.of(1, Measure.UPDATE_1, 1000, Measure.UPDATE_1000);

  private static final Map<Integer, Measure> NEXT_UPDATES =
      Map.of(1, Measure.NEXT_1, 1000, Measure.NEXT_1000, 10_000, Measure.NEXT_10000);

  /** Few enough to leave a history about as long as it was. */
  private static final int EDITS = 20;

  private static final int WARM_UP_OBJECTS = 1_000_000;
  private static final int WARM_UP_EDITS = 500;

  @Override
  public String name() {
    return "histories";
  }

  @Override
  public void run(Run run) {
    boolean npm = !run.candidates(false, each -> each == Candidate.NPM).isEmpty();
    for (int revisions : run.size().histories()) {
      for (Candidate candidate :
          run.candidates(false, each -> each == Candidate.STORE || each == Candidate.POUCHDB)) {
        if (candidate == Candidate.STORE || revisions <= LONGEST_OF_POUCHDB) {
          run.measure(
              "%,d revisions, %s".formatted(revisions, candidate.title(false)),
              () ->
                  measure(
                      run,
                      revisions,
                      candidate,
                      candidate == Candidate.STORE && npm
                          ? List.of(candidate, Candidate.NPM)
                          : List.of(candidate)));
        }
      }
    }
  }

  private static void measure(Run run, int revisions, Candidate writer, List<Candidate> measured)
      throws IOException {
    Path store = run.freshDirectory(writer);
    try (Worker worker = run.start(writer, store, false)) {
      worker.call(Command.pass(Op.CREATE, 0, OBJECTS));
      worker.call(Command.grow(0, OBJECTS, revisions - 1));
    }
    for (Candidate candidate : measured) {
      try (Worker worker = run.start(candidate, store, false)) {
        add(run, getWith(revisions), candidate, get(run, worker));
      }
    }
    if (writer == Candidate.STORE) {
      next(run, revisions, store);
    }
    for (Candidate candidate : measured) {
      Measure update = UPDATES.get(revisions);
      if (update != null) {
        try (Worker worker = run.start(candidate, store, false)) {
          get(run, worker);
          add(run, update, candidate, update(run, revisions, candidate, worker));
        }
      }
    }
  }

  /** Each of what the last one left, as an editor does who is alone. */
  private static void next(Run run, int revisions, Path store) throws IOException {
    Measure next = NEXT_UPDATES.get(revisions);
    if (next != null) {
      try (Worker worker = run.start(Candidate.STORE, store, false)) {
        worker.call(Command.pass(Op.CREATE, WARM_UP_OBJECTS, OBJECTS));
        worker.call(Command.grow(WARM_UP_OBJECTS, OBJECTS, WARM_UP_EDITS));
        Command grow = Command.grow(0, OBJECTS, EDITS);
        worker.call(grow);
        for (int slice = 0; slice < run.size().slices(); slice++) {
          add(run, next, Candidate.STORE, worker.call(grow));
        }
      }
    }
  }

  private static Measure getWith(int revisions) {
    return switch (revisions) {
      case 1 -> Measure.GET_1;
      case 100 -> Measure.GET_100;
      case 1000 -> Measure.GET_1000;
      case 10_000 -> Measure.GET_10000;
      default ->
          throw new IllegalArgumentException(
              "Histories of %d revisions are not measured".formatted(revisions));
    };
  }

  private static Reply get(Run run, Worker worker) throws IOException {
    Size size = run.size();
    worker.call(Command.timed(Op.GET, 0, OBJECTS, 1, size.warmupMillis()));
    return worker.call(
        Command.timed(Op.GET, 0, OBJECTS, size.rounds() * size.slices(), size.sliceMillis()));
  }

  /** Few enough updates to keep the histories about as long, but of many objects if it is one. */
  private static Reply update(Run run, int revisions, Candidate candidate, Worker worker)
      throws IOException {
    if (revisions > 1) {
      worker.call(Command.timed(Op.UPDATE, 0, OBJECTS, 10, 0));
      return worker.call(Command.timed(Op.UPDATE, 0, OBJECTS, 20, 0));
    }
    int objects = run.size().objects();
    // In the same store as the one before it.
    int first = OBJECTS + (candidate == Candidate.NPM ? 3 * objects : 0);
    for (int slice = 0; slice < 3; slice++) {
      worker.call(Command.pass(Op.CREATE, first, objects));
      if (slice < 2) {
        worker.call(Command.pass(Op.UPDATE, first, objects));
        first += objects;
      }
    }
    return worker.call(Command.pass(Op.UPDATE, first, objects));
  }

  private static void add(Run run, Measure measure, Candidate candidate, Reply reply) {
    reply.slices().forEach(slice -> run.results().add(measure, candidate, false, slice.micros()));
    if (candidate == Candidate.NPM) {
      run.results().note(measure, candidate, false, "of this store's files");
    }
  }
}
