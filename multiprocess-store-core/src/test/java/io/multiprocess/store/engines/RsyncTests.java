package io.multiprocess.store.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.processes.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** rsync carries a store between hosts as the documentation tells to. Needs root. */
@Tag("engines")
class RsyncTests {

  private static final int WRITES_OF_EACH_PHASE = 60;
  private static final int DOCUMENTS = 100;
  private static final int CHARACTERS = 20_000;

  @TempDir Path directory;

  @Test
  void hostsThatExchangeFilesByPassesEndEqualAndLoseNothing(TestReporter reporter) {
    try (Hosts hosts = Hosts.start(directory, 3);
        Rsync rsync = Rsync.start(hosts, directory)) {
      rsync.begin();
      hosts.live(WRITES_OF_EACH_PHASE);
      reporter.publishEntry("rsync, ms from a write to all hosts", "" + hosts.measureMillis(5));
      Map<Integer, Integer> exits = rsync.end();
      long ended = System.nanoTime();
      Map<String, Sight> seen = hosts.awaitAgreement(rsync::exchange);
      Duration agreement = Duration.ofNanos(System.nanoTime() - ended);

      reporter.publishEntry("rsync", hosts.figures());
      reporter.publishEntry("rsync, equal after", agreement.toString());
      reporter.publishEntry("rsync, passes by exit code", exits.toString());
      hosts.assertPromisesKept(seen);
      Hosts.assertCutOffKept(seen);
      hosts.assertTidy(temporary -> false);
      assertThat(rsync.failures()).isEmpty();
      assertThat(exits).as("passes, some of them killed").containsKeys(0, Rsync.KILLED);
    }
  }

  @Test
  void objectIsThereWhateverAPassThatIsKilledHasCopied() {
    try (Hosts hosts = Hosts.start(directory, 2);
        Rsync rsync = Rsync.start(hosts, directory, "--bwlimit=500")) {
      hosts.on(1).documents(DOCUMENTS, CHARACTERS);
      try (ChildProcess pass = rsync.pull(2)) {
        assertThat(pass.awaitExit()).isZero();
      }
      Map<String, Sight> first = hosts.on(2).survey();
      hosts.on(1).documents(DOCUMENTS, CHARACTERS);
      hosts.on(1).compact();
      int before = Hosts.travelling(hosts.on(2).store()).size();
      try (ChildProcess pass = rsync.pull(2)) {
        killInTheMiddle(pass, hosts, before);
      }

      Map<String, Sight> second = hosts.on(2).survey();
      assertThat(second.values())
          .filteredOn(sight -> !sight.live().isEmpty())
          .hasSize(DOCUMENTS)
          .anyMatch(sight -> !first.containsValue(sight))
          .anyMatch(first::containsValue);
      try (ChildProcess pass = rsync.pull(2)) {
        assertThat(pass.awaitExit()).isZero();
      }
      assertThat(hosts.on(2).survey()).isEqualTo(hosts.on(1).survey());
    }
  }

  @Test
  void passThatIsKilledLeavesWholeFilesAndTheNextOneGoesOn(TestReporter reporter) {
    try (Hosts hosts = Hosts.start(directory, 2);
        Rsync rsync = Rsync.start(hosts, directory, "--bwlimit=500")) {
      hosts.on(1).documents(DOCUMENTS, CHARACTERS);
      hosts.on(2).put("own", "field");
      int before = Hosts.travelling(hosts.on(2).store()).size();
      try (ChildProcess pass = rsync.pull(2)) {
        killInTheMiddle(pass, hosts, before);
      }
      int arrived = Hosts.travelling(hosts.on(2).store()).size();
      reporter.publishEntry("rsync, files when killed", "%d of %d".formatted(arrived, DOCUMENTS));
      assertThat(arrived).isBetween(before + 20, DOCUMENTS - 1);
      assertThat(hosts.on(2).survey().values())
          .filteredOn(sight -> !sight.live().isEmpty())
          .hasSizeGreaterThan(arrived - 3);
      hosts.assertTidy(temporary -> false);

      try (ChildProcess pull = rsync.pull(2);
          ChildProcess push = rsync.push(2)) {
        assertThat(pull.awaitExit()).isZero();
        assertThat(push.awaitExit()).isZero();
      }
      Map<String, Sight> seen = hosts.awaitAgreement();
      assertThat(seen.values()).filteredOn(sight -> !sight.live().isEmpty()).hasSize(DOCUMENTS + 1);
      hosts.assertTidy(temporary -> false);
    }
  }

  /** Kills a pass to the second host when it has brought some files. */
  private static void killInTheMiddle(ChildProcess pass, Hosts hosts, int before) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Hosts.travelling(hosts.on(2).store()).size() > before + 20);
    assertThat(pass.isAlive()).as("killed in the middle").isTrue();
    Rsync.kill(pass);
  }
}
