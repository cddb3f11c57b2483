package io.multiprocess.store.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.console.HistoryGraph.Line;
import io.multiprocess.store.console.HistoryGraph.Node;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class HistoryGraphTests {

  @TempDir Path directory;

  private ConsoleStores stores;

  @BeforeEach
  void open() {
    stores = new ConsoleStores(directory);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private HistoryGraph graph(String id) {
    return HistoryGraph.of(stores.users.history(id), stores.users.get(id).revision(), List.of());
  }

  @Test
  void lineOfEditsIsOneLineDownwards() {
    Versioned<ObjectNode> now = stores.create("x", "{}");
    for (int i = 0; i < 3; i++) {
      now = stores.edit(now, "{'n': %d}".formatted(i));
    }

    HistoryGraph graph = graph("x");

    assertThat(graph.nodes()).extracting(Node::x).containsOnly(graph.nodes().get(0).x());
    assertThat(graph.nodes()).extracting(Node::y).isSorted().doesNotHaveDuplicates();
    assertThat(graph.lines()).hasSize(3).allSatisfy(line -> assertThat(line.path()).contains("V"));
    assertThat(graph.levels())
        .extracting(HistoryGraph.Level::generation)
        .containsExactly(3L, 2L, 1L, 0L);
    assertThat(graph.nodes())
        .extracting(Node::kind)
        .containsExactly("winner", "live", "live", "live");
  }

  /**
   *
   *
   * <pre>
   * 4  o
   * 3  o─╮
   * 2  o │
   * 1  o o   the second one is settled by generation 3
   * 0  o─╯
   * </pre>
   */
  @Test
  void branchesStandBesideEachOtherAndMeetAgain() {
    Versioned<ObjectNode> base = stores.create("x", "{'n': 0}");
    stores.edit(base, "{'n': 1}");
    stores.edit(base, "{'n': 2}");
    Versioned<ObjectNode> leading = stores.users.get("x");
    stores.edit(leading, "{'n': 3}");
    List<Revision> open = stores.users.conflict("x").orElseThrow().revisions();
    Versioned<ObjectNode> settled = stores.users.settle("x", ConsoleStores.json("{'n': 4}"), open);
    stores.edit(settled, "{'n': 5}");

    HistoryGraph graph = graph("x");

    assertThat(graph.nodes())
        .extracting(node -> node.revision().generation())
        .containsExactly(4L, 3L, 2L, 1L, 1L, 0L);
    assertThat(graph.nodes())
        .extracting(Node::x)
        .filteredOn(x -> x > graph.nodes().get(0).x())
        .hasSize(1);
    assertThat(graph.nodes())
        .filteredOn(node -> node.word().equals("settled"))
        .singleElement()
        .satisfies(node -> assertThat(node.x()).isGreaterThan(graph.nodes().get(0).x()));
    assertThat(graph.lines()).extracting(Line::kind).containsOnlyOnce("dead").hasSize(6);
  }

  @Test
  void nothingStandsOnAnythingElse() {
    Versioned<ObjectNode> base = stores.create("x", "{'n': 0}");
    for (int i = 1; i < 7; i++) {
      Versioned<ObjectNode> edit = stores.edit(base, "{'n': %d}".formatted(i));
      stores.edit(edit, "{'n': %d}".formatted(10 + i));
    }
    stores.edit(stores.users.get("x"), "{'n': 99}");

    List<Node> nodes = graph("x").nodes();

    assertThat(nodes).hasSize(14);
    assertThat(nodes.stream().map(node -> List.of(node.x(), node.y()))).doesNotHaveDuplicates();
  }
}
