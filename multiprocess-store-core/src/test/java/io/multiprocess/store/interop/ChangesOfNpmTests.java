package io.multiprocess.store.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The changes feed tells what an npm process does, which announces nothing. */
@Tag("full")
class ChangesOfNpmTests {

  @TempDir Path store;

  private final ConcurrentLinkedQueue<Change> told = new ConcurrentLinkedQueue<>();

  @Test
  void createsEditsAndDeletionsOfNpmAreTold() {
    StoreOptions hasty = StoreOptions.defaults().withChangesInterval(Duration.ofMillis(100));
    ObjectNode value = StoreMapper.builder().build().createObjectNode().put("n", 1);
    try (StorePeer npm = NpmPeer.start("npm", store).awaitReady();
        FileObjectStore watched = FileObjectStore.open(store, hasty);
        ChangeFeed feed = watched.watch(told::add)) {
      npm.create("alice", value);
      await().until(() -> told.size() == 1);
      npm.edit(List.of("alice"), 1);
      await().until(() -> told.size() == 2);
      assertThat(List.copyOf(told).get(1).revision()).contains(watched.get("alice").revision());
      npm.delete("alice");
      await().until(() -> told.size() == 3);

      assertThat(told)
          .extracting(Change::kind)
          .containsExactly(Kind.CREATED, Kind.UPDATED, Kind.DELETED);

      String position = feed.position();
      npm.create("bob", value);
      assertThat(watched.changes(position).changes()).extracting(Change::id).containsExactly("bob");
    }
  }

  @Test
  void whoCatchesUpWithAllHasBeenToldWhatNpmHadAcknowledged() {
    StoreOptions never = StoreOptions.defaults().withChangesInterval(Duration.ofDays(1));
    ObjectNode value = StoreMapper.builder().build().createObjectNode().put("n", 1);
    try (StorePeer npm = NpmPeer.start("npm", store).awaitReady();
        FileObjectStore watched = FileObjectStore.open(store, never);
        ChangeFeed feed = watched.watch(told::add)) {
      npm.create("alice", value);
      for (int i = 0; i < 100; i++) {
        npm.edit(List.of("alice"), 1);
        assertThat(feed.catchUpWithAll()).isTrue();
        assertThat(told)
            .last()
            .extracting(change -> change.revision().orElseThrow())
            .isEqualTo(watched.get("alice").revision());
      }
      npm.delete("alice");
      assertThat(feed.catchUpWithAll()).isTrue();
      assertThat(told).last().extracting(Change::kind).isEqualTo(Kind.DELETED);
    }
  }
}
