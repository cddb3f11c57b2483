package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Adds one to a counter a number of times, and lets stale additions be merged. */
final class MergingMain {

  static final StoreOptions OPTIONS =
      StoreOptions.defaults()
          .withOnStale(OnStale.MERGE)
          .withMergeRules(MergeRules.builder().counter("/n").build());

  private MergingMain() {}

  public static void main(String[] arguments) {
    StoreOptions options = OPTIONS.withDurability(Durability.NONE);
    try (FileObjectStore store = FileObjectStore.open(Path.of(arguments[0]), options)) {
      for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
        Versioned<ObjectNode> counter = store.get("counter");
        int next = counter.value().get("n").asInt() + 1;
        store.update(counter.withValue(document("n", next)));
      }
    }
  }
}
