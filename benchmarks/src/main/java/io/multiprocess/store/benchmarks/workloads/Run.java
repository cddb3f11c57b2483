package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.JavaOptions;
import io.multiprocess.store.benchmarks.workers.LocalWorker;
import io.multiprocess.store.benchmarks.workers.Worker;
import io.multiprocess.store.benchmarks.workers.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * One run: who is measured, how much, where, and what it gave so far. Directories are always fresh,
 * and nothing is removed before the end: on ext4, creating files where thousands were removed in
 * the last minutes is ten times dearer.
 */
public final class Run {

  private final Size size;
  private final List<Candidate> candidates;
  private final Path directory;
  private final Results results;
  private final long started = System.nanoTime();
  private final AtomicInteger directories = new AtomicInteger();

  /**
   * Prepares a run.
   *
   * @param directory an empty directory on the file system to be measured
   */
  public Run(Size size, List<Candidate> candidates, Path directory, Results results) {
    this.size = size;
    this.candidates = List.copyOf(candidates);
    this.directory = directory;
    this.results = results;
  }

  Size size() {
    return size;
  }

  Results results() {
    return results;
  }

  /** Those that can be measured so. */
  List<Candidate> candidates(boolean durable, Predicate<Candidate> wanted) {
    return candidates.stream().filter(each -> each.can(durable)).filter(wanted).toList();
  }

  /** A path for a fresh directory, in a directory of its own. */
  Path freshDirectory(Candidate candidate) throws IOException {
    Path parent =
        directory.resolve("%04d-%s".formatted(directories.incrementAndGet(), candidate.key()));
    Files.createDirectory(parent);
    return parent.resolve("store");
  }

  /** Measures something, after all that was written before is on the disk. */
  void measure(String what, Measurement measurement) {
    say(what);
    try {
      if (!size.isTrial()) {
        settleDisk();
      }
      measurement.take();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      e.printStackTrace();
      results.failed(what, e);
    }
  }

  /** Tells whoever waits what is done now, and when. */
  public void say(String what) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    System.err.printf("%02d:%02d  %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), what);
  }

  /** Opens a contender in a process of its own, or in this one where no figure matters. */
  Worker start(Candidate candidate, Path store, boolean durable) throws IOException {
    return isLocal(candidate)
        ? LocalWorker.open(candidate, store, durable, false)
        : startProcess(candidate, store, durable);
  }

  /** Does the same and reads an object at once. */
  Worker startReading(Candidate candidate, Path store, boolean durable) throws IOException {
    return isLocal(candidate)
        ? LocalWorker.open(candidate, store, durable, true)
        : WorkerProcess.startReading(javaOptions(), candidate, store, durable).awaitOpen();
  }

  /** Opens a contender in a process of its own. */
  WorkerProcess startProcess(Candidate candidate, Path store, boolean durable) throws IOException {
    return starting(List.of(), candidate, store, durable).awaitOpen();
  }

  /**
   * Starts a process that opens a contender, or will say that it cannot.
   *
   * @param prefix a command that runs it; usually none
   */
  WorkerProcess starting(List<String> prefix, Candidate candidate, Path store, boolean durable)
      throws IOException {
    return WorkerProcess.start(prefix, javaOptions(), candidate, store, durable);
  }

  private List<String> javaOptions() {
    return size.isTrial() ? JavaOptions.ofShortWorkers() : JavaOptions.ofWorkers();
  }

  private boolean isLocal(Candidate candidate) {
    return size.isTrial() && !candidate.isNode();
  }

  private static void settleDisk() throws IOException, InterruptedException {
    int exit = new ProcessBuilder("sync").inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("'sync' ended with " + exit);
    }
  }

  /** Something that can be measured. */
  interface Measurement {
    void take() throws Exception;
  }
}
