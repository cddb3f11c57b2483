package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.Reply;
import io.multiprocess.store.benchmarks.workers.Reply.Slice;
import io.multiprocess.store.benchmarks.workers.Worker;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The same work in a store of ten thousand objects and in one of a million, by a process that has
 * read all of them once.
 */
final class Growth implements Workload {

  private static final int FEW = 10_000;
  private static final int SLICES = 9;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(Run run) {
    if (run.size().million() == 0) {
      return;
    }
    for (Candidate candidate :
        run.candidates(
            false,
            each ->
                each == Candidate.STORE
                    || each == Candidate.SQLITE
                    || each == Candidate.LMDB
                    || each == Candidate.ROCKSDB)) {
      measure(run, candidate, FEW, Measure.GET_10K, Measure.UPDATE_10K);
      measure(run, candidate, run.size().million(), Measure.GET_1M, Measure.UPDATE_1M);
    }
  }

  private static void measure(
      Run run, Candidate candidate, int count, Measure get, Measure update) {
    run.measure(
        "%,d objects, %s".formatted(count, candidate.title(false)),
        () -> {
          Path store = run.freshDirectory(candidate);
          try (Worker worker = run.start(candidate, store, false)) {
            worker.call(Command.pass(Op.CREATE_ALL, 0, count));
            worker.call(Command.times(Op.SCAN, 1));
            add(run, get, candidate, work(run, worker, Op.GET, count));
            add(run, update, candidate, work(run, worker, Op.UPDATE, count));
          }
        });
  }

  private static Reply work(Run run, Worker worker, Op operation, int count) throws IOException {
    Size size = run.size();
    worker.call(Command.timed(operation, 0, count, 2, size.warmupMillis()));
    return worker.call(Command.timed(operation, 0, count, SLICES, size.sliceMillis()));
  }

  private static void add(Run run, Measure measure, Candidate candidate, Reply reply) {
    for (Slice slice : reply.slices()) {
      run.results().add(measure, candidate, false, slice.micros());
    }
  }
}
