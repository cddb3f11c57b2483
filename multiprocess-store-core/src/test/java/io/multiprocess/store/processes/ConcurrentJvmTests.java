package io.multiprocess.store.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** JVMs that share a store lose nothing and agree. */
class ConcurrentJvmTests {

  private static final int ROUNDS = 25;

  @TempDir Path store;

  private final List<StorePeer> peers = new ArrayList<>();

  @AfterEach
  void closePeers() {
    StorePeer.closeAll(peers);
  }

  @Test
  void twoUpdatesOfOneBaseAreBothKeptAndBothElectTheSame() {
    start(2);
    peers.get(0).create("alice", json().put("by", "nobody"));
    List<Versioned<ObjectNode>> bases = StorePeer.together(peers, peer -> peer.get("alice"));
    assertThat(bases.get(0)).isEqualTo(bases.get(1));

    List<Revision> edits =
        StorePeer.together(
            peers, peer -> peer.update(bases.get(0).withValue(json().put("by", peer.name()))));

    List<Revision> rivals = edits.stream().sorted().toList();
    assertThat(StoreFiles.revisions(store, "alice"))
        .containsExactly(bases.get(0).revision(), rivals.get(0), rivals.get(1));
    for (StorePeer peer : peers) {
      assertThat(peer.get("alice").revision()).as(peer.name()).isEqualTo(rivals.get(1));
      assertThat(peer.conflicts("alice"))
          .as(peer.name())
          .containsExactly(rivals.stream().map(Revision::toString).toList());
    }
    assertThat(peers.get(0).get("alice")).isEqualTo(peers.get(1).get("alice"));
  }

  @Test
  void nothingAcknowledgedIsLostWhenFourProcessesEditTheSameObjects() {
    start(4);
    List<String> ids = IntStream.range(0, 10).mapToObj(i -> "object-" + i).toList();
    assertThat(peers.get(0).createAll(ids)).isEqualTo(ids);

    List<EditReport> reports = StorePeer.together(peers, peer -> peer.edit(ids, ROUNDS));

    assertThat(reports).extracting(EditReport::errors).containsOnly(List.of());
    assertThat(reports).extracting(EditReport::count).containsOnly(10L * ROUNDS);
    assertNothingLost(ids, reports);
    assertAgreement();
    assertThat(StoreFiles.foreign(store)).isEmpty();
    assertThat(peers).extracting(StorePeer::finish).containsOnly(0);
  }

  /** Without a grace nobody waits for the process that made the directory: the rename decides. */
  @ParameterizedTest
  @ValueSource(strings = {"PT0.2S", "PT0S"})
  void oneOfEightProcessesCreatesEachObject(Duration grace) {
    start(8, grace);
    List<String> ids = IntStream.range(0, 50).mapToObj(i -> "object-" + i).toList();

    List<List<String>> created = StorePeer.together(peers, peer -> peer.createAll(ids));

    assertThat(created.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
    for (int i = 0; i < peers.size(); i++) {
      for (String id : created.get(i)) {
        assertThat(peers.get(0).get(id).value().get("by").stringValue())
            .as(id)
            .isEqualTo(peers.get(i).name());
      }
    }
    assertThat(ids).allSatisfy(id -> assertThat(StoreFiles.revisions(store, id)).hasSize(1));
    assertThat(StoreFiles.foreign(store)).isEmpty();
    assertThat(peers).extracting(StorePeer::finish).containsOnly(0);
  }

  @Test
  void everyLifeOfAnObjectBeginsOnceAndDeletedLivesStayDead() {
    start(3);
    List<Revision> dead = new ArrayList<>();

    for (int life = 0; life < 40; life++) {
      assertThat(StorePeer.together(peers, peer -> peer.create("phoenix", json().put("n", 1))))
          .as("creates of life " + life)
          .containsOnlyOnce(true);
      Versioned<ObjectNode> born = peers.get(life % 3).get("phoenix");
      assertThat(dead).doesNotContain(born.revision());
      dead.add(born.revision());
      StorePeer.together(
          peers,
          peer -> {
            peer.delete("phoenix");
            return peer;
          });
    }

    assertThat(peers).extracting(StorePeer::all).containsOnly(Map.of());
    assertThat(dead).isSorted();
    assertThat(StoreFiles.foreign(store)).isEmpty();
  }

  @Test
  void editLivesUntilATombstoneNamesIt() {
    start(2);
    StorePeer editor = peers.get(0);
    StorePeer deleter = peers.get(1);

    for (int round = 0; round < 150; round++) {
      String id = "object-" + round;
      editor.create(id, json());
      List<EditReport> reports =
          StorePeer.together(
              peers,
              peer -> {
                if (peer == deleter) {
                  peer.delete(id);
                  return new EditReport(Map.of(), 0, List.of());
                }
                return peer.edit(List.of(id), 5);
              });

      assertThat(reports.get(0).errors())
          .allMatch(error -> error.contains("ObjectNotFoundException: Object '" + id + "'"));
      List<Revision> dead = StoreFiles.named(store, id);
      List<Revision> present = StoreFiles.revisions(store, id);
      assertThat(reports.get(0).acknowledged(id))
          .as(id)
          .allMatch(edit -> dead.contains(edit) || present.contains(edit));
      assertThat(present).doesNotContainAnyElementsOf(dead);
      assertThat(editor.all()).isEqualTo(deleter.all());
      deleter.delete(id);
    }
  }

  private void start(int count) {
    start(count, StoreOptions.defaults().createGrace());
  }

  private void start(int count, Duration grace) {
    peers.addAll(StorePeer.java(count, "jvm-", store, grace));
    peers.forEach(StorePeer::awaitReady);
  }

  private void assertNothingLost(List<String> ids, List<EditReport> reports) {
    for (String id : ids) {
      List<Revision> present = StoreFiles.revisions(store, id);
      Stream<Revision> acknowledged =
          reports.stream().flatMap(report -> report.acknowledged(id).stream());
      assertThat(present).as(id).containsAll(acknowledged.toList());
      assertThat(present).as(id).hasSize(1 + peers.size() * ROUNDS);
    }
  }

  private void assertAgreement() {
    Map<String, Versioned<ObjectNode>> winners = new HashMap<>();
    Map<String, List<List<String>>> conflicts = new HashMap<>();
    try (ObjectStore here = FileObjectStore.open(store)) {
      here.all().forEach(winner -> winners.put(winner.id(), winner));
      winners.keySet().forEach(id -> conflicts.put(id, names(here.conflicts(id))));
    }
    for (StorePeer peer : peers) {
      assertThat(peer.all()).as(peer.name()).isEqualTo(winners);
      conflicts.forEach(
          (id, groups) -> assertThat(peer.conflicts(id)).as(peer.name()).isEqualTo(groups));
    }
  }

  private static List<List<String>> names(List<Conflict> conflicts) {
    return conflicts.stream()
        .map(conflict -> conflict.rivals().stream().map(Revision::toString).toList())
        .toList();
  }

  private static ObjectNode json() {
    return PeerProtocol.object();
  }
}
