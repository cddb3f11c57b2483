package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Adds one to a counter a number of times, again whenever its edit was refused. */
final class CountingMain {

  private CountingMain() {}

  public static void main(String[] arguments) {
    StoreOptions options = StoreOptions.defaults().withOnStale(OnStale.REJECT);
    try (FileObjectStore store = FileObjectStore.open(Path.of(arguments[0]), options)) {
      count(store, Integer.parseInt(arguments[1]));
    }
  }

  static void count(FileObjectStore store, int times) {
    for (int done = 0; done < times; ) {
      Versioned<ObjectNode> counter = store.get("counter");
      int next = counter.value().get("n").asInt() + 1;
      try {
        store.update(counter.withValue(document("n", next)));
        done++;
        System.out.println(next);
      } catch (StaleRevisionException e) {
        Thread.onSpinWait();
      }
    }
  }
}
