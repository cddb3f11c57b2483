package io.multiprocess.store.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever lies in a store's directory, the store stays inside it, comes back from every call,
 * throws nothing but its own exceptions, needs little memory, and serves the objects that nobody
 * tampered with.
 *
 * <p>Stores are drawn by the seed {@code -Dfuzz.seed=<number>}, as many as {@code
 * -Dfuzz.rounds=<number>} says; {@code -Dfuzz=full} draws many. The round that failed is repeated
 * by {@code -Dfuzz.first=<round> -Dfuzz.rounds=1}.
 */
class HostileStoreTests {

  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int FIRST = Integer.getInteger("fuzz.first", 0);
  private static final int ROUNDS =
      Integer.getInteger("fuzz.rounds", "full".equals(System.getProperty("fuzz")) ? 20_000 : 150);

  @TempDir Path temp;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no pipes, devices or such names")
  void storeStaysInsideItsDirectoryWhateverLiesInIt(TestReporter reporter) throws IOException {
    Path directory = Files.createDirectory(temp.resolve("fuzz"));
    List<String> command =
        JavaProcess.command(
            List.of("-Xmx64m"),
            FuzzMain.class,
            directory.toString(),
            Long.toString(SEED),
            Integer.toString(FIRST),
            Integer.toString(ROUNDS));
    long calls = 0;
    long refused = 0;
    try (ChildProcess process = ChildProcess.start(command)) {
      for (int round = FIRST; round < FIRST + ROUNDS; round++) {
        String line = process.awaitLine(told -> told.matches("(round|failed|hang) .*"));
        if (!line.startsWith("round ")) {
          process.awaitLine("end"::equals);
          List<String> output = process.output();
          fail(String.join("\n", output.subList(output.indexOf(line), output.size())));
        }
        String[] fields = line.split(" ", -1);
        calls += Long.parseLong(fields[2]);
        refused += Long.parseLong(fields[3]);
      }
      assertThat(process.awaitExit()).isZero();
    }
    reporter.publishEntry(
        "seed %d, rounds %d to %d".formatted(SEED, FIRST, FIRST + ROUNDS - 1),
        "%d calls, %d of them refused".formatted(calls, refused));
    assertThat(calls).isGreaterThan(10L * ROUNDS);
    try (Stream<Path> above = Files.list(temp)) {
      assertThat(above).containsExactly(directory);
    }
  }
}
