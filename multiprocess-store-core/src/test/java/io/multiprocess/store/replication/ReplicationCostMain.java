package io.multiprocess.store.replication;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures what a run costs when little differs. Prints the figures of {@code docs/replication.md}.
 *
 * <pre>
 * ReplicationCostMain &lt;empty directory&gt; &lt;objects&gt; &lt;differing objects&gt;
 * </pre>
 */
final class ReplicationCostMain {

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);
  private static final int REPETITIONS = 3;

  private ReplicationCostMain() {}

  /** Arguments are the directory and how many objects there are and how many differ. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    int objects = Integer.parseInt(arguments[1]);
    int differing = Integer.parseInt(arguments[2]);
    try (FileObjectStore source = FileObjectStore.open(directory.resolve("source"), OPTIONS);
        FileObjectStore target = FileObjectStore.open(directory.resolve("target"), OPTIONS)) {
      for (int i = 0; i < objects; i++) {
        source.create("object-" + i, document(i));
      }
      Replicator replicator = Replicator.between(source, target);
      tell("first copy", replicator.exchange());
      for (int i = 0; i < REPETITIONS; i++) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        tell("nothing differs", replicator.exchange());
        edit(source, differing, i);
        tell(differing + " differ", replicator.exchange());
        edit(source, differing, i + REPETITIONS);
        tell(
            differing + " differ, compared in full", Replicator.between(source, target).exchange());
        edit(source, differing, i + 2 * REPETITIONS);
        tell(
            differing + " differ, and are named",
            replicator.exchange(
                IntStream.range(0, differing).mapToObj(n -> "object-" + n).toList()));
        replicator.exchange();
      }
    }
  }

  private static void edit(FileObjectStore store, int differing, int value) {
    for (int i = 0; i < differing; i++) {
      store.upsert("object-" + i, document(-value - 1));
    }
  }

  private static void tell(String what, ReplicationReport report) {
    System.out.printf("%-40s %s%n", what, report);
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
