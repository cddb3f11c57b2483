package io.multiprocess.store.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.EditReport;
import io.multiprocess.store.processes.StoreFiles;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JVMs and npm processes that write one store at once lose nothing and agree. */
@Tag("full")
class ConcurrentNpmTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();
  private static final int ROUNDS = 60;
  private static final int RACES = 400;
  private static final int LIVES = 100;

  /** Room for a machine that holds npm for long between a directory and its first file. */
  private static final Duration PATIENT = Duration.ofSeconds(5);

  /** Npm writes it in place for long enough that some reads meet it half-written. */
  private static final ObjectNode LONG_TO_WRITE = json("{'filling': '" + "x".repeat(40_000) + "'}");

  @TempDir Path store;

  private final List<StorePeer> peers = new ArrayList<>();

  @AfterEach
  void closePeers() {
    StorePeer.closeAll(peers);
  }

  @Test
  void nothingAcknowledgedIsLostWhenBothEditTheSameObjects() {
    start(2, 2);
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> "object-" + i).toList();
    ids.forEach(id -> peers.get(0).create(id, LONG_TO_WRITE));

    List<EditReport> reports = StorePeer.together(peers, peer -> peer.edit(ids, ROUNDS));

    assertThat(reports).extracting(EditReport::errors).containsOnly(List.of());
    assertThat(reports).extracting(EditReport::count).containsOnly(5L * ROUNDS);
    for (String id : ids) {
      Stream<Revision> acknowledged =
          reports.stream().flatMap(report -> report.acknowledged(id).stream());
      assertThat(StoreFiles.revisions(store, id))
          .as(id)
          .containsAll(acknowledged.toList())
          .hasSize(1 + peers.size() * ROUNDS);
    }
    assertThat(StoreFiles.foreign(store)).isEmpty();
    assertAgreement(ids);
  }

  /** Either side is given a head start of another length in each race, so that both win some. */
  @Test
  void oneSideCreatesEachObjectWhenBothTry() {
    start(1, 1);
    List<String> ids = IntStream.range(0, RACES).mapToObj(i -> "object-" + i).toList();
    Random random = new Random(20260818);
    int[] wins = new int[peers.size()];

    for (String id : ids) {
      int late = random.nextInt(peers.size());
      long headStart = random.nextLong(Duration.ofMillis(2).toNanos());
      List<Boolean> created =
          StorePeer.together(
              peers,
              peer -> {
                if (peer == peers.get(late)) {
                  spin(headStart);
                }
                return peer.create(id, json("{'by': '" + peer + "'}"));
              });

      assertThat(created).as(id).containsOnlyOnce(true);
      int winner = created.indexOf(true);
      wins[winner]++;
      assertThat(peers.get(0).get(id).value().get("by").stringValue())
          .isEqualTo(peers.get(winner).name());
    }

    assertThat(wins).doesNotContain(0);
    assertThat(ids).allSatisfy(id -> assertThat(StoreFiles.revisions(store, id)).hasSize(1));
    assertThat(StoreFiles.foreign(store)).isEmpty();
    assertAgreement(ids);
  }

  @Test
  void oneSideCreatesEachLifeOfAnObjectThatBothDelete() {
    start(1, 1);
    for (int life = 0; life < LIVES; life++) {
      ObjectNode value = json("{'life': " + life + "}");
      assertThat(StorePeer.together(peers, peer -> peer.create("phoenix", value)))
          .as("creates of life " + life)
          .containsOnlyOnce(true);
      assertThat(peers).extracting(peer -> peer.get("phoenix").value()).containsOnly(value);
      peers.get(life % 2).delete("phoenix");
    }
    assertThat(peers).extracting(StorePeer::all).containsOnly(Map.of());
  }

  /** Passes a time too short for the scheduler. */
  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void start(int jvms, int npms) {
    IntStream.range(0, jvms).forEach(i -> peers.add(StorePeer.java("jvm-" + i, store, PATIENT)));
    IntStream.range(0, npms).forEach(i -> peers.add(NpmPeer.start("npm-" + i, store)));
    peers.forEach(StorePeer::awaitReady);
  }

  private void assertAgreement(List<String> ids) {
    Map<String, Versioned<ObjectNode>> winners = peers.get(0).all();
    assertThat(winners).containsOnlyKeys(ids);
    for (StorePeer peer : peers) {
      assertThat(peer.all()).as(peer.name()).isEqualTo(winners);
      for (String id : ids) {
        assertThat(peer.conflicts(id)).as(peer.name()).isEqualTo(peers.get(0).conflicts(id));
      }
    }
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }
}
