package io.multiprocess.store.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.Change.Origin;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The changes feed of one process tells what others do, whoever they are and however they end. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangesOfProcessesTests {

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  /** What is told within a test's patience was announced. */
  private static final StoreOptions NEVER_LOOKING = OPTIONS.withChangesInterval(Duration.ofDays(1));

  private static final StoreOptions OFTEN_LOOKING =
      OPTIONS.withChangesInterval(Duration.ofMillis(100));

  @TempDir Path temp;

  private final List<StorePeer> peers = new ArrayList<>();
  private final ConcurrentLinkedQueue<Change> told = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Revision> winners = new ConcurrentHashMap<>();
  private Path directory;

  @BeforeEach
  void placeStore() {
    directory = temp.resolve("users");
  }

  @AfterEach
  void closePeers() {
    StorePeer.closeAll(peers);
  }

  @Test
  void whatAnotherJvmWritesIsAnnounced() {
    StorePeer peer = peer();
    try (FileObjectStore first = FileObjectStore.open(directory, NEVER_LOOKING)) {
      // The first feed looks once more when writers must have noticed it; the next one need not.
      first.watch(change -> {}).close();
    }
    try (FileObjectStore store = FileObjectStore.open(directory, NEVER_LOOKING);
        ChangeFeed feed = store.watch(this::hear)) {
      peer.create("alice", PeerProtocol.object().put("n", 1));
      await().until(() -> told.size() == 1);
      Versioned<ObjectNode> alice = store.get("alice");
      Revision edited = peer.update(alice.withValue(PeerProtocol.object().put("n", 2)));
      await().until(() -> told.size() == 2);
      peer.delete("alice");
      await().until(() -> told.size() == 3);

      assertThat(told)
          .extracting(Change::kind)
          .containsExactly(Kind.CREATED, Kind.UPDATED, Kind.DELETED);
      assertThat(told).extracting(Change::origin).containsOnly(Origin.OTHER);
      assertThat(List.copyOf(told).get(1).revision()).contains(edited);
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void whoCatchesUpHasBeenToldWhatAnotherJvmHadAcknowledged() {
    StorePeer peer = peer();
    try (FileObjectStore store = FileObjectStore.open(directory, NEVER_LOOKING);
        ChangeFeed feed = store.watch(this::hear)) {
      peer.create("first", PeerProtocol.object());
      await().until(feed::catchUp);
      assertThat(told).extracting(Change::id).containsExactly("first");
      for (int i = 0; i < 200; i++) {
        String id = "object-" + i;
        peer.create(id, PeerProtocol.object());
        assertThat(feed.catchUp()).isTrue();
        assertThat(winners).containsKey(id);
      }
    }
  }

  @Test
  void whatKilledWritersHadWrittenIsTold() {
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "object-" + i).toList();
    try (FileObjectStore store = FileObjectStore.open(directory, OFTEN_LOOKING);
        ChangeFeed feed = store.watch(this::hear)) {
      ids.forEach(id -> store.create(id, PeerProtocol.object()));
      for (int round = 0; round < 3; round++) {
        List<StorePeer> writers = List.of(peer(), peer());
        int before = told.size();
        for (StorePeer writer : writers) {
          ObjectNode request = PeerProtocol.object().put("op", "edit").put("rounds", 100_000);
          ids.forEach(request.putArray("ids")::add);
          writer.process().send(PeerProtocol.JSON.writeValueAsString(request));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> told.size() > before + 100);
        writers.forEach(writer -> writer.process().kill());
      }

      Map<String, Revision> there = winners(store);
      await().until(() -> winners.equals(there));
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void positionOfAKilledObserverIsGoodForTheNext() {
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      store.create("alice", PeerProtocol.object());
      StorePeer observer = peer();
      String position = observer.position();
      store.create("bob", PeerProtocol.object());
      String later = observer.position();
      observer.process().kill();
      store.create("carol", PeerProtocol.object());

      ChangeBatch all = store.changes(position);
      assertThat(all.complete()).isFalse();
      assertThat(all.changes()).extracting(Change::id).containsExactlyInAnyOrder("bob", "carol");
      assertThat(store.changes(later).changes()).extracting(Change::id).containsExactly("carol");
    }
  }

  @Test
  void whatIsCopiedMovedAndRemovedIsTold() {
    try (FileObjectStore source = FileObjectStore.open(temp.resolve("source"), OPTIONS);
        FileObjectStore store = FileObjectStore.open(directory, OFTEN_LOOKING);
        ChangeFeed feed = store.watch(this::hear)) {
      Versioned<ObjectNode> alice = source.create("alice", PeerProtocol.object());
      source.create("bob", PeerProtocol.object());
      StoreShell.run(temp, "cp", "-r", "source/alice", "source/bob", "users/");
      await().until(() -> told.size() == 2);

      Versioned<ObjectNode> edited = source.update(alice.withValue(PeerProtocol.object()));
      StoreShell.run(temp, "cp", "source/alice/" + edited.revision(), "users/alice/");
      await().until(() -> told.size() == 3);
      assertThat(winners).containsEntry("alice", edited.revision());

      StoreShell.run(directory, "mv", "bob", "robert");
      await().until(() -> told.size() == 5);
      source.delete("alice");
      StoreShell.run(temp, "cp", "-r", "source/.tombstones", "users/");
      await().until(() -> told.size() == 6);
      StoreShell.run(directory, "rm", "-r", "robert");
      await().until(() -> told.size() == 7);

      assertThat(winners).isEmpty();
      assertThat(feed.isOpen()).isTrue();
    }
  }

  private StorePeer peer() {
    StorePeer peer = StorePeer.java("peer" + peers.size(), directory, Duration.ZERO);
    peers.add(peer);
    return peer.awaitReady();
  }

  private void hear(Change change) {
    if (change.kind() == Kind.DELETED) {
      winners.remove(change.id());
    } else {
      winners.put(change.id(), change.revision().orElseThrow());
    }
    told.add(change);
  }

  private static Map<String, Revision> winners(FileObjectStore store) {
    Map<String, Revision> there = new TreeMap<>();
    try (Stream<Versioned<ObjectNode>> all = store.all()) {
      all.forEach(object -> there.put(object.id(), object.revision()));
    }
    return there;
  }
}
