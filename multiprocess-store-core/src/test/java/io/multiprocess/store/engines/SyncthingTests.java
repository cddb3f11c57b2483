package io.multiprocess.store.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Syncthing carries a store between hosts, configured as the documentation tells. Needs root. */
@Tag("engines")
class SyncthingTests {

  private static final int WRITES_OF_EACH_PHASE = 60;

  @TempDir Path directory;

  @Test
  void hostsThatSyncthingConnectsEndEqualAndLoseNothing(TestReporter reporter) {
    try (Hosts hosts = Hosts.start(directory, Syncthing.HOSTS);
        Syncthing syncthing = Syncthing.start(hosts, directory)) {
      hosts.live(WRITES_OF_EACH_PHASE);
      long ended = System.nanoTime();
      Map<String, Sight> seen = hosts.awaitAgreement();
      Duration agreement = Duration.ofNanos(System.nanoTime() - ended);

      reporter.publishEntry("Syncthing", hosts.figures());
      reporter.publishEntry("Syncthing, equal after the last write", agreement.toString());
      reporter.publishEntry("Syncthing, ms from a write to all hosts", "" + hosts.measureMillis(5));
      hosts.assertPromisesKept(seen);
      Hosts.assertCutOffKept(seen);
      hosts.assertTidy(Syncthing::isTemporary);
      assertThat(syncthing.logged("sync-conflict")).isEmpty();
    }
  }
}
