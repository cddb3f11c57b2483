package io.multiprocess.store.histories;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.histories.FileSystem.Mount;
import io.multiprocess.store.histories.HistoryRun.Outcome;
import io.multiprocess.store.histories.HistoryRun.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JVMs and npm processes that are killed at random while they edit the same objects lose, hide and
 * mix up nothing.
 *
 * <p>{@code -Dhistories=full} makes at least 100,000 acknowledged writes and 500 kills on each of
 * ext4, xfs, btrfs and tmpfs, which needs root to mount them; {@code -Dhistories.on=xfs,tmpfs}
 * chooses among them. {@code -Dhistories.seed=<number>} chooses other operations, {@code
 * -Dhistories.durability=none} another durability than the most that makes sense, {@code
 * -Dhistories.jvms} and {@code -Dhistories.npms} how many processes there are.
 */
@Tag("full")
class MultiProcessHistoryTests {

  private static final boolean FULL = "full".equals(System.getProperty("histories"));
  private static final long SEED = Long.getLong("histories.seed", 1);
  private static final int JVMS = Integer.getInteger("histories.jvms", 4);
  private static final int NPMS = Integer.getInteger("histories.npms", 2);

  private static final Size SIZE =
      FULL
          ? new Size(JVMS, NPMS, 100_000, 500, Duration.ofHours(2))
          : new Size(JVMS, NPMS, 3_000, 30, Duration.ofMinutes(5));

  @TempDir Path directory;

  static List<FileSystem> fileSystems() {
    return Arrays.stream(
            System.getProperty("histories.on", FULL ? "ext4,xfs,btrfs,tmpfs" : "temporary")
                .split(",", -1))
        .map(name -> FileSystem.valueOf(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("fileSystems")
  void killedProcessesLoseHideAndMixUpNothing(FileSystem fileSystem, TestReporter reporter)
      throws IOException {
    Durability durability =
        Durability.valueOf(
            System.getProperty("histories.durability", fileSystem.durability().name())
                .toUpperCase(Locale.ROOT));
    Workload workload = new Workload(SEED, HistoryLog.now(), Duration.ofSeconds(5), durability);
    Path logs = Files.createDirectory(directory.resolve("logs"));
    try (Mount mount = fileSystem.mount(directory)) {
      Path store = Files.createDirectory(mount.directory().resolve("store"));

      Outcome outcome = new HistoryRun(store, logs, SIZE, workload).run();

      reporter.publishEntry(
          "%s, durability %s, seed %d".formatted(fileSystem, durability, SEED),
          outcome.figures().toString());
      System.out.printf(
          "%s, durability %s, seed %d: %s%n", fileSystem, durability, SEED, outcome.figures());
      assertThat(outcome.violations()).as("seed %d: %s", SEED, outcome.figures()).isEmpty();
      assertThat(outcome.figures().acknowledged()).containsOnlyKeys(WriteKind.values());
      assertThat(outcome.figures().total()).isGreaterThanOrEqualTo(SIZE.acknowledgements());
      assertThat(outcome.figures().conflicts()).isPositive();
    }
  }
}
