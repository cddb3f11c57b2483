package io.multiprocess.store.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.processes.EditReport;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What npm processes write in place and delete meanwhile is neither found nor moved. */
@Tag("full")
class ScrubBesideNpmTests {

  private static final int ROUNDS = 100;
  private static final List<String> KEPT = List.of("kept-0", "kept-1");
  private static final List<String> MORTAL = List.of("mortal-0", "mortal-1");

  @TempDir Path store;

  private final List<StorePeer> peers = new ArrayList<>();

  @AfterEach
  void closePeers() {
    StorePeer.closeAll(peers);
  }

  @Test
  void scrubAndRepairFindNothingWhileNpmProcessesCreateEditAndDelete() {
    try (FileObjectStore scrubbed = FileObjectStore.open(store)) {
      peers.add(NpmPeer.start("npm-0", store));
      peers.add(NpmPeer.start("npm-1", store));
      peers.forEach(StorePeer::awaitReady);
      // Written in place for long enough that a scrub meets it half-written.
      ObjectNode filling =
          StoreMapper.builder().build().createObjectNode().put("filling", "x".repeat(10_000));
      KEPT.forEach(id -> peers.get(0).create(id, filling));

      CompletableFuture<List<List<EditReport>>> writing =
          CompletableFuture.supplyAsync(() -> StorePeer.together(peers, this::write));
      int scrubs = 0;
      do {
        assertThat(scrubbed.scrub().findings()).isEmpty();
        assertThat(scrubbed.repair().repairs()).isEmpty();
        scrubs++;
      } while (!writing.isDone());

      assertThat(scrubs).isGreaterThan(1);
      assertThat(writing.join())
          .allSatisfy(
              reports ->
                  assertThat(reports).extracting(EditReport::count).containsOnly(2L * KEPT.size()));
    }
  }

  private List<EditReport> write(StorePeer peer) {
    List<EditReport> reports = new ArrayList<>();
    // Each has its own, since npm's deletion fails where another one is under way.
    String mortal = MORTAL.get(peers.indexOf(peer));
    for (int round = 0; round < ROUNDS; round++) {
      peer.createAll(List.of(mortal));
      reports.add(peer.edit(KEPT, 2));
      peer.delete(mortal);
    }
    return reports;
  }
}
