package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;

/** Reads of objects that another process has changed since they were read last. */
final class ForeignWrites implements Workload {

  @Override
  public String name() {
    return "foreign";
  }

  @Override
  public void run(Run run) {
    run.candidates(false, each -> takesPart(run.size(), each))
        .forEach(
            candidate ->
                run.measure(
                    "%s, %s".formatted(Measure.GET_FOREIGN.title(), candidate.title(false)),
                    () -> measure(run, candidate)));
  }

  private static boolean takesPart(Size size, Candidate candidate) {
    if (size.isTrial()) {
      return candidate == Candidate.STORE || candidate == Candidate.NPM;
    }
    return candidate == Candidate.STORE
        || (candidate.isShared() && !candidate.isThisStore() && !candidate.isFloor());
  }

  private static void measure(Run run, Candidate candidate) throws IOException {
    Size size = run.size();
    Path store = run.freshDirectory(candidate);
    try (WorkerProcess writer = run.startProcess(candidate, store, false);
        WorkerProcess reader = run.startProcess(candidate, store, false)) {
      writer.call(Command.pass(Op.CREATE, 0, size.objects()));
      reader.call(Command.timed(Op.GET, 0, size.objects(), 1, size.warmupMillis()));
      writer.call(Command.timed(Op.UPDATE, 0, size.objects(), 1, size.warmupMillis()));
      for (int round = 0; round < 3 * size.slices(); round++) {
        writer.call(Command.pass(Op.UPDATE, 0, size.objects()));
        double micros =
            reader.call(Command.pass(Op.GET, 0, size.objects())).slices().get(0).micros();
        run.results().add(Measure.GET_FOREIGN, candidate, false, micros);
      }
    }
  }
}
