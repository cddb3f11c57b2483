package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.Reply;
import io.multiprocess.store.benchmarks.workers.Worker;
import io.multiprocess.store.benchmarks.workers.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Several processes that read, change and write at once: each its own objects, then all the same
 * ten. Every update that was acknowledged must be kept afterwards.
 */
final class ManyProcesses implements Workload {

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public void run(Run run) {
    for (int round = 1; round <= run.size().processRounds(); round++) {
      for (boolean durable : new boolean[] {false, true}) {
        for (Candidate candidate :
            run.candidates(durable, each -> takesPart(run.size(), each, durable))) {
          run.measure(
              "%d processes, %s, round %d"
                  .formatted(run.size().processes(), candidate.title(durable), round),
              () -> measure(run, candidate, durable));
        }
      }
    }
  }

  /** Stale edits are treated alike with and without force. */
  private static boolean takesPart(Size size, Candidate candidate, boolean durable) {
    if (size.isTrial()
        && (durable || candidate == Candidate.H2 || candidate == Candidate.CHRONICLE)) {
      return candidate == Candidate.STORE;
    }
    boolean repeated =
        durable && (candidate == Candidate.STORE_REJECT || candidate == Candidate.STORE_MERGE);
    return candidate.isShared()
        && candidate != Candidate.STORE_DELAYED
        && !candidate.isFloor()
        && !repeated;
  }

  private static void measure(Run run, Candidate candidate, boolean durable) throws IOException {
    Size size = run.size();
    Path store = run.freshDirectory(candidate);
    try (Worker filler = run.start(candidate, store, durable)) {
      int objects = Size.SHARED_OBJECTS + size.processes() * size.objects();
      filler.call(Command.pass(Op.CREATE_ALL, 0, objects));
    }
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      List<WorkerProcess> opened = open(run, candidate, durable, store, workers);
      Recorder recorder = new Recorder(run.results(), candidate, durable);
      recorder.add(Measure.REFUSED, workers.size() - opened.size());
      work(opened, i -> ownObjects(size, i, size.processWarmupMillis()));
      List<Reply> own = work(opened, i -> ownObjects(size, i, size.processMillis()));
      recorder.add(Measure.DISJOINT, Measure.DISJOINT_FAIRNESS, own);
      List<Reply> same = work(opened, i -> shared(Op.UPDATE, size.processMillis()));
      recorder.add(Measure.SAME, Measure.SAME_FAIRNESS, same);
      long kept = opened.get(0).call(shared(Op.KEPT, 0)).value();
      long shown = opened.get(0).call(shared(Op.SHOWN, 0)).value();
      recorder.add(Measure.SAME_LOST, (double) Math.max(0, operations(same) - kept));
      recorder.add(Measure.SAME_HIDDEN, (double) Math.max(0, kept - shown));
      recorder.addErrors(own, same);
    } finally {
      for (WorkerProcess worker : workers) {
        worker.close();
      }
    }
  }

  private static Command ownObjects(Size size, int process, int millis) {
    int first = Size.SHARED_OBJECTS + process * size.objects();
    return Command.timed(Op.UPDATE, first, size.objects(), 1, millis);
  }

  private static Command shared(Op operation, int millis) {
    return Command.timed(operation, 0, Size.SHARED_OBJECTS, 1, millis);
  }

  private static List<Reply> work(List<WorkerProcess> workers, IntFunction<Command> commands)
      throws IOException {
    for (int i = 0; i < workers.size(); i++) {
      workers.get(i).send(commands.apply(i));
    }
    List<Reply> replies = new ArrayList<>();
    for (WorkerProcess worker : workers) {
      replies.add(worker.receive());
    }
    return replies;
  }

  private static long operations(List<Reply> replies) {
    return replies.stream().mapToLong(Reply::operations).sum();
  }

  private static List<WorkerProcess> open(
      Run run, Candidate candidate, boolean durable, Path store, List<WorkerProcess> started)
      throws IOException {
    for (int i = 0; i < run.size().processes(); i++) {
      started.add(run.starting(List.of(), candidate, store, durable));
    }
    List<WorkerProcess> opened = new ArrayList<>();
    for (WorkerProcess worker : started) {
      String failure = worker.ready().failure();
      if (failure.isEmpty()) {
        opened.add(worker);
      } else {
        run.results().note(Measure.REFUSED, candidate, durable, failure);
      }
    }
    return opened;
  }

  /** Where figures of a contender go. */
  private record Recorder(Results results, Candidate candidate, boolean durable) {

    void add(Measure measure, double sample) {
      results.add(measure, candidate, durable, sample);
    }

    void add(Measure rate, Measure fairness, List<Reply> replies) {
      add(rate, replies.stream().mapToDouble(Reply::perSecond).sum());
      LongSummaryStatistics each =
          replies.stream().mapToLong(Reply::operations).summaryStatistics();
      add(fairness, (double) each.getMin() / Math.max(1, each.getMax()));
    }

    void addErrors(List<Reply> own, List<Reply> same) {
      List<Reply> all = Stream.concat(own.stream(), same.stream()).toList();
      add(Measure.ERRORS, (double) all.stream().mapToLong(Reply::errors).sum());
      all.stream()
          .map(Reply::error)
          .filter(error -> !error.isEmpty())
          .findFirst()
          .ifPresent(error -> results.note(Measure.ERRORS, candidate, durable, error));
    }
  }
}
