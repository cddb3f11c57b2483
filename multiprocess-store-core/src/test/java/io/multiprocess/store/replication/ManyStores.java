package io.multiprocess.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many stores, each with a revision 2 of one object that no other has, in directories of a file
 * system in memory if there is one. Closing takes them away.
 */
final class ManyStores implements AutoCloseable {

  private static final String ID = "bob";
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int MOST_ROUNDS = 50;

  private final Path root;
  private final List<FileObjectStore> stores = new ArrayList<>();
  private final List<Replicator> spokes = new ArrayList<>();
  private final List<Revision> edits = new ArrayList<>();

  ManyStores(int count, Path otherwise) throws IOException {
    Path parent = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY) ? MEMORY : otherwise;
    root = Files.createTempDirectory(parent, "multiprocess-store-");
    try {
      fill(count);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      stores.add(FileObjectStore.open(root.resolve("store-" + i), OPTIONS));
    }
    FileObjectStore hub = stores.get(0);
    Versioned<ObjectNode> first = hub.create(ID, document("n", 0));
    Versioned<ObjectNode> second = hub.update(first.withValue(document("n", 1)));
    for (FileObjectStore store : stores) {
      if (store != hub) {
        Replicator spoke = Replicator.between(hub, store);
        assertThat(spoke.exchange().files()).isEqualTo(2);
        spokes.add(spoke);
      }
    }
    for (FileObjectStore store : stores) {
      edits.add(store.update(second.withValue(document("store", edits.size()))).revision());
    }
    assertThat(edits).doesNotHaveDuplicates().allMatch(edit -> edit.generation() == 2);
  }

  /** How many rounds it took, and how many files were copied. */
  record Exchange(int rounds, long copies, long millis) {}

  /** Each exchanges with the first one, until that brings nothing any more. */
  Exchange overHub() {
    return untilQuiet(
        () -> {
          long copies = 0;
          for (Replicator spoke : spokes) {
            copies += spoke.exchange().files();
          }
          return copies;
        });
  }

  /** Each exchanges with one that it draws, until all have all. */
  Exchange byGossip(Random random) {
    return untilQuiet(
        () -> {
          long copies = 0;
          for (FileObjectStore store : stores) {
            FileObjectStore other = stores.get(random.nextInt(stores.size()));
            if (other != store) {
              copies += Replicator.between(store, other).exchange().files();
            }
          }
          return copies;
        });
  }

  @FunctionalInterface
  private interface Round {
    long run();
  }

  private static Exchange untilQuiet(Round round) {
    long begun = System.nanoTime();
    long all = 0;
    int rounds = 0;
    long copies = 1;
    for (; copies > 0; rounds++) {
      assertThat(rounds).isLessThan(MOST_ROUNDS);
      copies = round.run();
      all += copies;
    }
    return new Exchange(rounds, all, (System.nanoTime() - begun) / 1_000_000);
  }

  /** Every store names the same winner and all others as its rivals. */
  void assertAgreement() {
    List<Revision> rivals = edits.stream().sorted().toList();
    Revision winner = rivals.get(rivals.size() - 1);
    for (FileObjectStore store : stores) {
      Holdings holdings = store.replica().holdings(ID);
      assertThat(holdings.revisions().last()).isEqualTo(winner);
      assertThat(holdings.conflicts()).containsExactly(rivals);
      assertThat(store.get(ID).revision()).isEqualTo(winner);
    }
    for (FileObjectStore store : List.of(stores.get(0), stores.get(stores.size() - 1))) {
      assertThat(store.conflicts(ID)).extracting(Conflict::rivals).containsExactly(rivals);
    }
  }

  /** One store edits the winner. */
  Revision edit(int store) {
    FileObjectStore editor = stores.get(store);
    return editor.update(editor.get(ID).withValue(document("n", 3))).revision();
  }

  void assertWinner(Revision winner) {
    assertThat(stores).allSatisfy(store -> assertThat(store.get(ID).revision()).isEqualTo(winner));
  }

  private static ObjectNode document(String field, int value) {
    return JsonNodeFactory.instance.objectNode().put(field, value);
  }

  @Override
  public void close() throws IOException {
    stores.forEach(FileObjectStore::close);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    }
  }
}
