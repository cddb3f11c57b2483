package io.multiprocess.store.histories;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JVMs that write without a pause, while a neighbour is killed again and again, take no more as
 * time goes by: no memory, open files, threads or temporary files.
 *
 * <p>{@code -Dsoak} lets them run for 30 minutes, {@code -Dsoak=2h} for as long as told; without it
 * they run for a few seconds, which finds gross leaks only. What the store itself must keep grows
 * by design, so objects that are no longer used are removed, with their archives and tombstones.
 */
@Tag("full")
class SoakTests {

  private static final Duration SMOKE = Duration.ofSeconds(12);
  private static final int SAMPLES = 24;
  private static final int LONG_LIVED = 3;
  private static final Duration EPOCH = Duration.ofSeconds(5);
  private static final int EPOCHS_KEPT = 3;

  /**
   * What the caches of the two stores in each process take until they are full, which takes a slow
   * machine longer than a sixth of the time. A leak shows nevertheless: a thousand operations a
   * second for half an hour need lose no more than forty bytes each.
   */
  private static final long SLACK_BYTES = 56L << 20;

  @TempDir Path directory;

  private final List<Worker> workers = new ArrayList<>();
  private final List<SoakSample> samples = new ArrayList<>();
  private long removedEpochs;

  @Test
  void longLivedProcessesTakeNoMoreAsTimeGoesBy() throws IOException {
    Duration length = length();
    Path store = Files.createDirectory(directory.resolve("store"));
    Path logs = Files.createDirectory(directory.resolve("logs"));
    Progress progress = new Progress(logs);
    Workload workload =
        new Workload(Long.getLong("soak.seed", 1), HistoryLog.now(), EPOCH, Durability.NONE);
    try (Worker victim = new Worker("victim", store, logs, workload)) {
      IntStream.range(0, LONG_LIVED)
          .forEach(i -> workers.add(new Worker("jvm-" + i, store, logs, workload)));
      workers.forEach(worker -> worker.awaitDone("ready"));
      long begin = HistoryLog.now();
      for (int sample = 1; sample <= SAMPLES; sample++) {
        long end = begin + length.toNanos() / SAMPLES * sample;
        while (HistoryLog.now() < end) {
          LockSupport.parkNanos(Math.min(end - HistoryLog.now(), TimeUnit.SECONDS.toNanos(1)));
          workers.forEach(progress::count);
          removeOldEpochs(store, workload);
        }
        workers.forEach(progress::count);
        victim.kill();
        victim.restart();
        long second = TimeUnit.NANOSECONDS.toSeconds(HistoryLog.now() - begin);
        samples.add(SoakSample.take(second, progress.acknowledged(), workers, store));
      }
      workers.forEach(worker -> worker.tell("quiet"));
      workers.forEach(worker -> worker.awaitDone("quiet"));
    } finally {
      workers.forEach(Worker::close);
    }
    System.out.printf("Soak of %s%n%s", length, SoakSample.table(samples));
    assertThat(errors(logs)).isEmpty();
    assertThat(samples.get(SAMPLES - 1).acknowledged()).isGreaterThan(length.toSeconds());
    assertSteady("heap", SoakSample::heap, SLACK_BYTES);
    assertSteady("resident memory", SoakSample::resident, SLACK_BYTES);
    assertSteady("open files", SoakSample::descriptors, 10);
    assertSteady("threads", SoakSample::threads, 4);
    assertSteady("temporary files", SoakSample::temporary, 4);
    assertSteady("claims", SoakSample::claims, 20);
  }

  private static Duration length() {
    String told = System.getProperty("soak");
    if (told == null) {
      return SMOKE;
    }
    return told.isEmpty() || told.equals("true")
        ? Duration.ofMinutes(30)
        : Duration.parse("PT" + told.toUpperCase(Locale.ROOT));
  }

  /** Nobody uses these objects any more, so that they need not be deleted first. */
  private void removeOldEpochs(Path store, Workload workload) throws IOException {
    if (removedEpochs < workload.currentEpoch() - EPOCHS_KEPT) {
      for (String object : workload.objects(removedEpochs)) {
        removeTree(store.resolve(object));
        removeTree(store.resolve(".local/archive").resolve(object));
        removeTree(store.resolve(".tombstones").resolve(object));
      }
      removedEpochs++;
    }
  }

  private static void removeTree(Path tree) throws IOException {
    for (Path file : Remains.list(tree)) {
      Files.delete(file);
    }
    Files.deleteIfExists(tree);
  }

  private static List<String> errors(Path logs) throws IOException {
    List<String> errors = new ArrayList<>();
    for (Path log : Remains.list(logs)) {
      try (Stream<String> lines = Files.lines(log)) {
        lines.filter(line -> line.startsWith("error\t")).limit(10).forEach(errors::add);
      }
    }
    return errors;
  }

  /** The last third takes no more than the first one, after a sixth to get warm, and some slack. */
  private void assertSteady(String what, ToLongFunction<SoakSample> figure, long slack) {
    int warm = SAMPLES / 6;
    int third = (SAMPLES - warm) / 3;
    double before = average(samples.subList(warm, warm + third), figure);
    double after = average(samples.subList(SAMPLES - third, SAMPLES), figure);
    assertThat(after)
        .as("%s in the last third; %s in the first%n%s", what, before, SoakSample.table(samples))
        .isLessThanOrEqualTo(before * 1.25 + slack);
  }

  private static double average(List<SoakSample> of, ToLongFunction<SoakSample> figure) {
    return of.stream().mapToLong(figure).average().orElseThrow();
  }
}
