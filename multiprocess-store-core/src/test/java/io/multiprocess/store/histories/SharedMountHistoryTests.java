package io.multiprocess.store.histories;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.engines.Gluster;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.histories.HistoryRun.Outcome;
import io.multiprocess.store.histories.HistoryRun.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * JVMs on two mounts of one volume, which are killed at random while they edit the same objects,
 * lose, hide and mix up nothing: what {@link MultiProcessHistoryTests} says of one host. Needs
 * root.
 */
@Tag("engines")
class SharedMountHistoryTests {

  private static final long SEED = Long.getLong("histories.seed", 1);
  private static final Size SIZE = new Size(4, 0, 600, 6, Duration.ofMinutes(4));

  @TempDir Path directory;

  @Test
  void killedProcessesOnTwoMountsLoseHideAndMixUpNothing(TestReporter reporter) throws IOException {
    Workload workload =
        new Workload(SEED, HistoryLog.now(), Duration.ofSeconds(20), Durability.FULL);
    Path logs = Files.createDirectory(directory.resolve("logs"));
    try (Gluster gluster = Gluster.start(directory)) {
      Outcome outcome = new HistoryRun(gluster.stores(), logs, SIZE, workload).run();

      reporter.publishEntry("GlusterFS, seed " + SEED, outcome.figures().toString());
      assertThat(outcome.violations()).as("seed %d: %s", SEED, outcome.figures()).isEmpty();
      assertThat(outcome.figures().acknowledged()).containsOnlyKeys(WriteKind.values());
      assertThat(outcome.figures().conflicts()).isPositive();
    }
  }
}
