package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.Worker;
import java.io.IOException;

/** Many new objects, forced one by one and by what the store has for many at once. */
final class BulkCreates implements Workload {

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public void run(Run run) {
    run.candidates(true, each -> each != Candidate.STORE_REJECT && each != Candidate.STORE_MERGE)
        .forEach(
            candidate -> {
              measure(run, candidate, Measure.BULK_SINGLE, Op.CREATE);
              measure(run, candidate, Measure.BULK_TOGETHER, Op.CREATE_ALL);
            });
  }

  private static void measure(Run run, Candidate candidate, Measure measure, Op operation) {
    run.measure(
        "%s, %s".formatted(measure.title(), candidate.title(true)),
        () -> create(run, candidate, measure, operation));
  }

  private static void create(Run run, Candidate candidate, Measure measure, Op operation)
      throws IOException {
    int count = run.size().bulk();
    try (Worker worker = run.start(candidate, run.freshDirectory(candidate), true)) {
      worker.call(Command.pass(operation, count, Math.min(count, 100)));
      double micros = worker.call(Command.pass(operation, 0, count)).slices().get(0).micros();
      run.results().add(measure, candidate, true, micros);
    }
  }
}
