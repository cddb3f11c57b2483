package io.multiprocess.store.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.StoreFiles;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hosts that have mounted one volume of GlusterFS share the one store in it, as processes of one
 * host do. Needs root.
 */
@Tag("engines")
class GlusterTests {

  private static final int WRITES_OF_EACH_PHASE = 60;
  private static final int PEERS_OF_A_MOUNT = 2;

  @TempDir Path directory;

  private final List<StorePeer> peers = new ArrayList<>();
  private Gluster gluster;

  @BeforeEach
  void startGluster() {
    gluster = Gluster.start(directory);
  }

  @AfterEach
  void stopGluster() {
    StorePeer.closeAll(peers);
    gluster.close();
  }

  @Test
  void oneProcessOfAllMountsCreatesEachObject() {
    startPeers();
    List<String> ids = IntStream.range(0, 50).mapToObj(i -> "object-" + i).toList();

    List<List<String>> created = StorePeer.together(peers, peer -> peer.createAll(ids));

    assertThat(created.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
    for (int i = 0; i < peers.size(); i++) {
      for (String id : created.get(i)) {
        for (StorePeer reader : peers) {
          assertThat(reader.get(id).value().get("by").stringValue())
              .as("%s, as %s reads it", id, reader)
              .isEqualTo(peers.get(i).name());
        }
      }
    }
    for (Path store : gluster.stores()) {
      assertThat(ids).allSatisfy(id -> assertThat(StoreFiles.revisions(store, id)).hasSize(1));
      assertThat(StoreFiles.foreign(store)).isEmpty();
    }
  }

  @Test
  void editsOfOneBaseFromAllMountsAreInConflictOnAllOfThem() {
    startPeers();
    for (int round = 0; round < 20; round++) {
      String id = "object-" + round;
      peers.get(0).create(id, json().put("by", "nobody"));
      List<Versioned<ObjectNode>> bases = StorePeer.together(peers, peer -> peer.get(id));
      assertThat(bases).containsOnly(bases.get(0));

      List<Revision> edits =
          StorePeer.together(
              peers, peer -> peer.update(bases.get(0).withValue(json().put("by", peer.name()))));

      List<Revision> rivals = edits.stream().sorted().toList();
      for (StorePeer peer : peers) {
        assertThat(peer.conflicts(id))
            .as("conflicts of %s, as %s reads them", id, peer)
            .containsExactly(rivals.stream().map(Revision::toString).toList());
        assertThat(peer.get(id).revision())
            .as("winner of %s, as %s reads it", id, peer)
            .isEqualTo(rivals.get(rivals.size() - 1));
      }
    }
  }

  @Test
  void applicationsOnBothMountsEndEqualAndLoseNothingWhenACopyIsCutOff(TestReporter reporter) {
    try (Hosts hosts = Hosts.start(gluster.network(), gluster.stores())) {
      hosts.begin();
      hosts.awaitWrites(WRITES_OF_EACH_PHASE);
      hosts.network().cut(Gluster.HOSTS);
      hosts.awaitWrites(WRITES_OF_EACH_PHASE);
      hosts.network().heal(Gluster.HOSTS);
      hosts.awaitWrites(WRITES_OF_EACH_PHASE);
      hosts.end();

      Map<String, Sight> seen = hosts.awaitAgreement();
      reporter.publishEntry("GlusterFS", hosts.figures());
      hosts.assertPromisesKept(seen);
      hosts.assertTidy(temporary -> false);
    }
  }

  private void startPeers() {
    List<Path> stores = gluster.stores();
    for (int mount = 0; mount < stores.size(); mount++) {
      peers.addAll(
          StorePeer.java(
              PEERS_OF_A_MOUNT,
              "mount-%d-jvm-".formatted(mount),
              stores.get(mount),
              StoreOptions.defaults().createGrace()));
    }
    peers.forEach(StorePeer::awaitReady);
  }

  private static ObjectNode json() {
    return StoreMapper.builder().build().createObjectNode();
  }
}
