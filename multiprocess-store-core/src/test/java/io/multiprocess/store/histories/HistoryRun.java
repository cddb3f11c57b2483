package io.multiprocess.store.histories;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * JVMs and npm processes that edit the same objects while they are killed and started again.
 *
 * <p>When enough was acknowledged and enough were killed, all stop, read everything once more, and
 * say what they see. Then the logs are held against what lies in the store.
 */
final class HistoryRun {

  private static final long LOOK_NANOS = MILLISECONDS.toNanos(5);

  private final List<Path> mounts;
  private final Path store;
  private final Path logs;
  private final Size size;
  private final Workload workload;
  private final TombstoneWatch watch;
  private final Random random;
  private final Progress progress;
  private final List<String> unfinished = new ArrayList<>();

  /**
   * How much a run does.
   *
   * @param jvms how many Java workers
   * @param npms how many workers with the npm package
   * @param acknowledgements how many writes must have been acknowledged at least
   * @param kills how many processes must have been killed at least
   * @param patience when a run that has not got there is given up
   */
  record Size(int jvms, int npms, long acknowledgements, int kills, Duration patience) {}

  HistoryRun(Path store, Path logs, Size size, Workload workload) {
    this(List.of(store), logs, size, workload);
  }

  /**
   * Of a store that lies in several mounts, for each of which there are processes.
   *
   * @param mounts the store's one directory, as each of the mounts shows it
   */
  HistoryRun(List<Path> mounts, Path logs, Size size, Workload workload) {
    this.mounts = mounts;
    this.store = mounts.get(0);
    this.logs = logs;
    this.size = size;
    this.workload = workload;
    this.watch = new TombstoneWatch(store);
    this.random = new Random(workload.seed());
    this.progress = new Progress(logs);
  }

  /** Runs to the end and tells what was violated, and figures. */
  Outcome run() {
    long begin = HistoryLog.now();
    List<Worker> workers = new ArrayList<>();
    try {
      IntStream.range(0, size.jvms())
          .forEach(i -> workers.add(new Worker("jvm-" + i, mount(i), logs, workload)));
      IntStream.range(0, size.npms())
          .forEach(i -> workers.add(new Worker("npm-" + i, mount(i), logs, workload)));
      workers.forEach(worker -> worker.awaitDone("ready"));
      killUntilEnough(workers, begin + size.patience().toNanos());
      conclude(workers);
    } finally {
      workers.forEach(Worker::close);
    }
    return check(begin);
  }

  private Path mount(int worker) {
    return mounts.get(worker % mounts.size());
  }

  /** Kills are spread over the acknowledgements, at random distances. */
  private void killUntilEnough(List<Worker> workers, long deadline) {
    double everySoMany = (double) size.acknowledgements() / size.kills();
    double nextKill = everySoMany * random.nextDouble() * 2;
    int kills = 0;
    while (progress.acknowledged() < size.acknowledgements() || kills < size.kills()) {
      if (HistoryLog.now() > deadline) {
        throw new AssertionError(
            "%d acknowledgements and %d kills within %s; expected %s"
                .formatted(progress.acknowledged(), kills, size.patience(), size));
      }
      if (progress.acknowledged() >= nextKill && kills < size.kills()) {
        Worker victim = workers.get(random.nextInt(workers.size()));
        victim.kill();
        progress.count(victim);
        victim.restart();
        kills++;
        nextKill = everySoMany * (kills + random.nextDouble());
      }
      workers.forEach(progress::count);
      long epoch = workload.currentEpoch();
      watch.look(workload.objects(epoch));
      watch.look(workload.objects(Math.max(0, epoch - 1)));
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** JVMs come first: they sweep what npm processes would still see. */
  private void conclude(List<Worker> workers) {
    together(workers, "quiet");
    long epochs = workload.currentEpoch() + 1;
    List<Worker> jvms = workers.stream().filter(worker -> !worker.isNpm()).toList();
    together(jvms, "sweep " + epochs);
    together(workers, "survey " + epochs);
    jvms.forEach(worker -> requireNothingUnfinished(worker.pid()));
    for (Worker worker : workers) {
      int code = worker.finish();
      if (code != 0) {
        throw new AssertionError("%s ended with %d".formatted(worker.name(), code));
      }
    }
    watch.lookAtAll();
  }

  /** A process that has finished all it began has no use for temporary files. */
  private void requireNothingUnfinished(long pid) {
    Remains.list(store.resolve(".local/tmp")).stream()
        .filter(entry -> entry.getFileName().toString().contains("-" + pid + "-"))
        .forEach(entry -> unfinished.add("%s was left by a living process".formatted(entry)));
  }

  private static void together(List<Worker> workers, String word) {
    workers.forEach(worker -> worker.tell(word));
    workers.forEach(worker -> worker.awaitDone(word));
  }

  /**
   * What came of a run.
   *
   * @param violations nothing, if the promise was kept
   */
  record Outcome(List<String> violations, Figures figures) {}

  private Outcome check(long begin) {
    Duration took = Duration.ofNanos(HistoryLog.now() - begin);
    Histories histories = Histories.read(logs);
    Remains.addTo(histories, store);
    watch.addTo(histories);
    List<String> violations = new ArrayList<>(HistoryChecker.violations(histories));
    violations.addAll(watch.damage());
    violations.addAll(unfinished);
    violations.addAll(leftovers());
    return new Outcome(violations, Figures.of(histories, size.kills(), took));
  }

  /** What dead processes left is gone after the next open. */
  private List<String> leftovers() {
    FileObjectStore.open(store).close();
    List<String> leftovers = new ArrayList<>();
    for (Path entry : Remains.list(store.resolve(".local/tmp"))) {
      if (!entry.getFileName().toString().startsWith("reserve-")) {
        leftovers.add("%s was left behind".formatted(entry));
      }
    }
    for (Path object : Remains.list(store)) {
      boolean hidden = object.getFileName().toString().startsWith(".");
      if (!hidden && !Files.isDirectory(object)) {
        leftovers.add("%s is foreign".formatted(object));
      }
    }
    return leftovers;
  }
}
