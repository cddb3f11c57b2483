package io.multiprocess.store.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Repair.Outcome;
import io.multiprocess.store.file.RepairReport;
import io.multiprocess.store.file.ScrubReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes are writing and deleting is neither found nor moved. */
class ScrubBesideWritersTests {

  private static final int ROUNDS = 8;
  private static final int EDITS = 2;
  private static final List<String> KEPT =
      IntStream.range(0, 4).mapToObj(i -> "kept-" + i).toList();
  private static final List<String> MORTAL =
      IntStream.range(0, 4).mapToObj(i -> "mortal-" + i).toList();

  @TempDir Path store;

  private final List<StorePeer> peers = new ArrayList<>();

  @AfterEach
  void closePeers() {
    StorePeer.closeAll(peers);
  }

  @Test
  void scrubFindsNothingWhileTwoProcessesCreateEditAndDelete() {
    try (FileObjectStore scrubbed = FileObjectStore.open(store)) {
      CompletableFuture<List<EditReport>> writing = startWriting();
      int scrubs = 0;
      do {
        ScrubReport report = scrubbed.scrub();
        assertThat(report.findings()).isEmpty();
        scrubs++;
      } while (!writing.isDone());

      assertThat(scrubs).isGreaterThan(1);
      assertNothingIsLost(writing.join());
    }
  }

  @Test
  void repairMovesOnlyWhatIsDamagedWhileTwoProcessesWrite() throws IOException {
    try (FileObjectStore repaired = FileObjectStore.open(store)) {
      CompletableFuture<List<EditReport>> writing = startWriting();
      int planted = 0;
      do {
        String id = KEPT.get(planted % KEPT.size());
        Path damaged =
            store.resolve(id).resolve("0-0123456789ab8def8123456789ab%04x".formatted(planted));
        Files.writeString(damaged, "damage " + planted);
        Files.setLastModifiedTime(damaged, FileTime.fromMillis(0));
        planted++;

        RepairReport report = repaired.repair();

        assertThat(report.repairs())
            .singleElement()
            .satisfies(
                repair -> {
                  assertThat(store.resolve(repair.finding().file())).isEqualTo(damaged);
                  assertThat(repair.outcome()).isEqualTo(Outcome.QUARANTINED);
                });
      } while (!writing.isDone());

      assertThat(planted).isGreaterThan(1);
      assertThat(repaired.scrub().quarantined()).isEqualTo(planted);
      assertNothingIsLost(writing.join());
    }
  }

  private CompletableFuture<List<EditReport>> startWriting() {
    peers.addAll(StorePeer.java(2, "jvm-", store, Duration.ofSeconds(5)));
    peers.forEach(StorePeer::awaitReady);
    assertThat(peers.get(0).createAll(KEPT)).isEqualTo(KEPT);
    return CompletableFuture.supplyAsync(
        () -> StorePeer.together(peers, this::write).stream().flatMap(List::stream).toList());
  }

  private List<EditReport> write(StorePeer peer) {
    List<EditReport> reports = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      peer.createAll(MORTAL);
      reports.add(peer.edit(KEPT, EDITS));
      MORTAL.forEach(peer::delete);
    }
    return reports;
  }

  private void assertNothingIsLost(List<EditReport> reports) {
    assertThat(reports).extracting(EditReport::errors).containsOnly(List.of());
    for (String id : KEPT) {
      List<Revision> acknowledged =
          reports.stream().flatMap(report -> report.acknowledged(id).stream()).toList();
      assertThat(acknowledged).hasSize(peers.size() * ROUNDS * EDITS);
      assertThat(StoreFiles.revisions(store, id)).containsAll(acknowledged);
    }
  }
}
