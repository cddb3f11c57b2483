package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.JavaOptions;
import io.multiprocess.store.benchmarks.workers.Reply;
import io.multiprocess.store.benchmarks.workers.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Single operations, by JMH where the contender runs in a JVM. Contenders take turns within each
 * operation, so that none has all of a quiet minute.
 */
final class SingleOperations implements Workload {

  private static final int LONG_DOCUMENT = 10 << 10;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private static final List<Trial> TRIALS =
      List.of(
          new Trial("get", Measure.GET, false, 0, 1),
          new Trial("update", Measure.UPDATE, false, 0, 1),
          new Trial("update", Measure.DURABLE_1, true, 0, 1),
          new Trial("update", Measure.DURABLE_4, true, 0, 4),
          new Trial("update", Measure.DURABLE_16, true, 0, 16),
          new Trial("get", Measure.GET_LONG, false, LONG_DOCUMENT, 1),
          new Trial("update", Measure.UPDATE_LONG, false, LONG_DOCUMENT, 1),
          new Trial("create", Measure.CREATE, false, 0, 1));

  private static final Map<Measure, Measure> ALLOCATIONS =
      Map.of(
          Measure.GET, Measure.GET_ALLOCATION,
          Measure.UPDATE, Measure.UPDATE_ALLOCATION,
          Measure.CREATE, Measure.CREATE_ALLOCATION);

  /** An operation and how it is done. */
  private record Trial(String operation, Measure measure, boolean durable, int bytes, int threads) {

    /** Long documents cost the most time and are asked about the least. */
    boolean isIn(int round) {
      return bytes == 0 || round == 1;
    }
  }

  @Override
  public String name() {
    return "single";
  }

  @Override
  public void run(Run run) {
    for (int round = 1; round <= run.size().rounds(); round++) {
      int thisRound = round;
      for (Trial trial : TRIALS.stream().filter(each -> each.isIn(thisRound)).toList()) {
        for (Candidate candidate :
            run.candidates(trial.durable(), each -> takesPart(run.size(), each, trial))) {
          run.measure(
              "%s, %s, round %d"
                  .formatted(trial.measure().title(), candidate.title(trial.durable()), round),
              () -> measure(run, trial, candidate));
        }
      }
    }
  }

  /** What treats stale edits otherwise does the same where none is stale. */
  private static boolean takesPart(Size size, Candidate candidate, Trial trial) {
    if (size.isTrial() && (trial.measure() == Measure.DURABLE_16 || trial.bytes() > 0)) {
      return candidate == Candidate.STORE;
    }
    return switch (candidate) {
      case STORE_REJECT, STORE_MERGE -> false;
      case STORE_DELAYED, FLOOR_STAT -> trial.measure() == Measure.GET;
      default -> true;
    };
  }

  private static void measure(Run run, Trial trial, Candidate candidate)
      throws IOException, RunnerException {
    if (candidate.isNode()) {
      measureInNode(run, trial, candidate);
    } else {
      measureByJmh(run, trial, candidate);
    }
  }

  private static void measureByJmh(Run run, Trial trial, Candidate candidate)
      throws IOException, RunnerException {
    Size size = run.size();
    Path directory = Files.createDirectories(run.freshDirectory(candidate));
    Options options =
        new OptionsBuilder()
            .include(OperationBenchmark.class.getName() + "\\." + trial.operation() + "$")
            .param("candidate", candidate.key())
            .param("durable", Boolean.toString(trial.durable()))
            .param("bytes", Integer.toString(trial.bytes()))
            .param("count", Integer.toString(size.objects()))
            .param("directory", directory.toString())
            .threads(trial.threads())
            .forks(size.forks())
            .jvmArgs(JavaOptions.of("2g").toArray(String[]::new))
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(size.warmupMillis()))
            .measurementIterations(size.slices())
            .measurementTime(TimeValue.milliseconds(size.sliceMillis()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> trials = new Runner(options).run();
    List<IterationResult> iterations =
        trials.stream()
            .flatMap(each -> each.getBenchmarkResults().stream())
            .flatMap(each -> each.getIterationResults().stream())
            .toList();
    // With several threads JMH tells how long each waits; a store's own time is its share of it.
    run.results()
        .add(
            trial.measure(),
            candidate,
            trial.durable(),
            middle(iterations.stream().map(each -> each.getPrimaryResult().getScore()))
                / trial.threads());
    Optional.ofNullable(ALLOCATIONS.get(trial.measure()))
        .ifPresent(
            allocation ->
                run.results().add(allocation, candidate, false, middle(allocated(iterations))));
  }

  private static Stream<Double> allocated(List<IterationResult> iterations) {
    return iterations.stream()
        .filter(each -> each.getSecondaryResults().containsKey(ALLOCATED))
        .map(each -> each.getSecondaryResults().get(ALLOCATED).getScore());
  }

  private static void measureInNode(Run run, Trial trial, Candidate candidate) throws IOException {
    Size size = run.size();
    Op operation = Op.valueOf(trial.operation().toUpperCase(Locale.ROOT));
    try (Worker worker = run.start(candidate, run.freshDirectory(candidate), false)) {
      worker.call(Command.pass(Op.CREATE, 0, size.objects()).withBytes(trial.bytes()));
      List<Reply.Slice> slices = new ArrayList<>();
      if (operation == Op.CREATE) {
        for (int slice = 1; slice <= size.slices(); slice++) {
          Command next = Command.pass(operation, slice * size.objects(), size.objects());
          slices.addAll(worker.call(next).slices());
        }
      } else {
        worker.call(Command.timed(operation, 0, size.objects(), 2, size.warmupMillis()));
        slices.addAll(
            worker
                .call(
                    Command.timed(operation, 0, size.objects(), size.slices(), size.sliceMillis()))
                .slices());
      }
      double sample = middle(slices.stream().map(Reply.Slice::micros));
      run.results().add(trial.measure(), candidate, false, sample);
    }
  }

  private static double middle(Stream<Double> values) {
    List<Double> sorted = values.sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
  }
}
