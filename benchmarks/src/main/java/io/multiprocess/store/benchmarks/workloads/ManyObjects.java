package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.Ready;
import io.multiprocess.store.benchmarks.workers.Reply;
import io.multiprocess.store.benchmarks.workers.Reply.Slice;
import io.multiprocess.store.benchmarks.workers.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Stores with many objects, each looked at by fresh processes. The npm package reads those that
 * this store has written.
 */
final class ManyObjects implements Workload {

  private static final int REOPENED = 5;

  @Override
  public String name() {
    return "many";
  }

  @Override
  public void run(Run run) {
    List<Candidate> candidates = run.candidates(false, ManyObjects::takesPart);
    Map<Candidate, Path> stores = new EnumMap<>(Candidate.class);
    for (Candidate candidate : candidates) {
      if (candidate == Candidate.NPM && stores.containsKey(Candidate.STORE)) {
        stores.put(candidate, stores.get(Candidate.STORE));
      } else {
        run.measure(
            "%,d objects, create, %s".formatted(run.size().many(), candidate.title(false)),
            () -> stores.put(candidate, build(run, candidate)));
      }
    }
    for (int round = 1; round <= run.size().manyRounds(); round++) {
      for (Map.Entry<Candidate, Path> store : stores.entrySet()) {
        run.measure(
            "%,d objects, %s, round %d"
                .formatted(run.size().many(), store.getKey().title(false), round),
            () -> look(run, store.getKey(), store.getValue()));
      }
    }
  }

  private static boolean takesPart(Candidate candidate) {
    return !candidate.isFloor() && (!candidate.isThisStore() || candidate == Candidate.STORE);
  }

  private static Path build(Run run, Candidate candidate) throws IOException {
    Path store = run.freshDirectory(candidate);
    int many = run.size().many();
    try (Worker worker = run.start(candidate, store, false)) {
      double micros = worker.call(Command.pass(Op.CREATE_ALL, 0, many)).slices().get(0).micros();
      run.results().add(Measure.BUILD, candidate, false, micros);
    }
    run.results().add(Measure.DISK, candidate, false, (double) diskBytes(store) / many);
    return store;
  }

  /** What the file system has set aside for it. */
  private static long diskBytes(Path store) throws IOException {
    Process counting =
        new ProcessBuilder("du", "--summarize", "--block-size=1", store.toString()).start();
    String output = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(output.substring(0, output.indexOf('\t')));
  }

  private static void look(Run run, Candidate candidate, Path store) throws IOException {
    Size size = run.size();
    Looks looks = new Looks(run.results(), candidate);
    // Those in Node take seconds.
    int again = candidate.isNode() ? 1 : 3;
    try (Worker worker = run.startReading(candidate, store, false)) {
      Ready ready = worker.ready();
      looks.addMillis(Measure.START, worker.readyNanos());
      looks.addMillis(Measure.OPEN, ready.openNanos());
      looks.addMillis(Measure.FIRST_GET, ready.firstGetNanos());
      looks.addEach(Measure.REOPEN, worker.call(Command.times(Op.REOPEN, REOPENED)));
    }
    try (Worker worker = run.start(candidate, store, false)) {
      long before = candidate.isNode() ? 0 : worker.call(Command.times(Op.HEAP, 1)).value();
      looks.addScan(Measure.SCAN_FIRST, size, worker.call(Command.times(Op.SCAN, 1)));
      looks.addScan(Measure.SCAN_AGAIN, size, worker.call(Command.times(Op.SCAN, again)));
      if (!candidate.isNode()) {
        long after = worker.call(Command.times(Op.HEAP, 1)).value();
        looks.add(Measure.HEAP, Math.max(0, (double) (after - before) / size.many()));
      }
      Command gets = Command.timed(Op.GET, 0, size.many(), size.slices(), size.sliceMillis());
      looks.addMicros(Measure.GET_RANDOM, worker.call(gets));
    }
    if (candidate.knowsConflicts()) {
      try (Worker worker = run.start(candidate, store, false)) {
        looks.addEach(Measure.COUNT_FIRST, worker.call(Command.times(Op.COUNT_CONFLICTS, 1)));
        looks.addEach(Measure.COUNT_AGAIN, worker.call(Command.times(Op.COUNT_CONFLICTS, again)));
      }
    }
  }

  /** Where figures of a contender go. */
  private record Looks(Results results, Candidate candidate) {

    void add(Measure measure, double sample) {
      results.add(measure, candidate, false, sample);
    }

    void addMillis(Measure measure, long nanos) {
      add(measure, nanos / 1e6);
    }

    void addEach(Measure measure, Reply reply) {
      for (Slice slice : reply.slices()) {
        addMillis(measure, slice.nanos());
      }
    }

    void addMicros(Measure measure, Reply reply) {
      for (Slice slice : reply.slices()) {
        add(measure, slice.micros());
      }
    }

    void addScan(Measure measure, Size size, Reply reply) throws IOException {
      if (reply.value() != size.many()) {
        throw new IOException(
            "%s found %,d objects in a scan; expected %,d"
                .formatted(candidate.title(), reply.value(), size.many()));
      }
      addEach(measure, reply);
    }
  }
}
