package io.multiprocess.store.benchmarks.workloads;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.Command;
import io.multiprocess.store.benchmarks.workers.Command.Op;
import io.multiprocess.store.benchmarks.workers.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * System calls of single operations, counted by {@code strace}: what a process makes with them,
 * less what it makes without. Waiting, memory and signals are not counted, for they are the JVM's.
 */
final class SystemCalls implements Workload {

  private static final String STRACE = "strace";
  private static final String COUNTED = "trace=%file,%desc,ftruncate,fsync,fdatasync";
  private static final double NOISE = 0.05;

  /** A line of its summary: the name of a call, and how often it was made. */
  private static final Pattern LINE = Pattern.compile("\\s*(\\w+)\\s+(\\d+)\\s*");

  @Override
  public String name() {
    return "calls";
  }

  @Override
  public void run(Run run) {
    for (Candidate candidate : run.candidates(true, each -> each == Candidate.STORE)) {
      count(run, candidate, Op.UPDATE, true, Measure.UPDATE_CALLS);
      if (!run.size().isTrial()) {
        count(run, candidate, Op.GET, false, Measure.GET_CALLS);
        count(run, candidate, Op.UPDATE, false, Measure.UPDATE_CALLS);
        count(run, candidate, Op.CREATE, false, Measure.CREATE_CALLS);
        count(run, candidate, Op.CREATE, true, Measure.CREATE_CALLS);
      }
    }
  }

  private static void count(
      Run run, Candidate candidate, Op operation, boolean durable, Measure measure) {
    run.measure(
        "%s, %s".formatted(measure.title(), candidate.title(durable)),
        () -> {
          Map<String, Long> without = trace(run, candidate, operation, durable, 0);
          Map<String, Long> with = trace(run, candidate, operation, durable, run.size().calls());
          Map<String, Double> each = difference(with, without, run.size().calls());
          run.results()
              .add(
                  measure,
                  candidate,
                  durable,
                  each.values().stream().mapToDouble(Double::doubleValue).sum());
          run.results()
              .note(
                  measure,
                  candidate,
                  durable,
                  each.entrySet().stream()
                      .map(call -> "%s %.1f".formatted(call.getKey(), call.getValue()))
                      .collect(Collectors.joining(", ")));
        });
  }

  private static Map<String, Long> trace(
      Run run, Candidate candidate, Op operation, boolean durable, int operations)
      throws IOException {
    Path store = run.freshDirectory(candidate);
    Path summary = store.resolveSibling("calls.txt");
    List<String> traced =
        List.of(
            STRACE,
            "-f",
            "--seccomp-bpf",
            "-c",
            "-U",
            "name,calls",
            "-e",
            COUNTED,
            "-o",
            summary.toString());
    int objects = run.size().objects();
    try (WorkerProcess worker = run.starting(traced, candidate, store, durable).awaitOpen()) {
      worker.call(Command.pass(Op.CREATE, 0, objects));
      // The first of each loads classes.
      worker.call(Command.pass(Op.GET, 0, objects));
      worker.call(Command.pass(Op.UPDATE, 0, 1));
      worker.call(Command.pass(Op.GET, 0, 1));
      if (operation == Op.CREATE) {
        worker.call(Command.pass(operation, objects, operations));
      } else {
        for (int done = 0; done < operations; done += objects) {
          worker.call(Command.pass(operation, 0, Math.min(objects, operations - done)));
        }
      }
    }
    return read(summary);
  }

  private static Map<String, Long> read(Path summary) throws IOException {
    Map<String, Long> calls = new TreeMap<>();
    for (String line : Files.readAllLines(summary, UTF_8)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && !matcher.group(1).equals("total")) {
        calls.put(matcher.group(1), Long.valueOf(matcher.group(2)));
      }
    }
    return calls;
  }

  private static Map<String, Double> difference(
      Map<String, Long> with, Map<String, Long> without, int operations) {
    Map<String, Double> each = new TreeMap<>();
    with.forEach(
        (call, count) -> {
          double share = (double) (count - without.getOrDefault(call, 0L)) / operations;
          if (share >= NOISE) {
            each.put(call, share);
          }
        });
    return each;
  }
}
