package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;

import io.multiprocess.store.Versioned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and edits an object of many revisions that it knows, with a look at a path that does not
 * exist before each kind of operation.
 */
final class HotCallsMain {

  static final int TIMES = 100;
  static final int OTHERS = 1000;

  private HotCallsMain() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.valueOf(arguments[1]));
    try (FileObjectStore store = FileObjectStore.open(directory, options)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 0));
      for (int i = 1; i <= TIMES; i++) {
        bob = store.update(bob.withValue(document("n", i)));
      }
      settle();
      read(store);
      mark("reads");
      read(store);
      mark("others");
      for (int i = 0; i < OTHERS; i++) {
        store.create("other-" + i, document("n", i));
      }
      settle();
      readOthers(store);
      mark("othersreads");
      readOthers(store);
      mark("updates");
      for (int i = 0; i < TIMES; i++) {
        bob = store.update(bob.withValue(document("n", i)));
      }
      mark("end");
    }
    StoreOptions delayed = options.withForeignDelay(Duration.ofHours(1));
    try (FileObjectStore store = FileObjectStore.open(directory, delayed)) {
      read(store);
      settle();
      settle();
      read(store);
      mark("delayedreads");
      read(store);
      mark("end");
    }
  }

  private static void readOthers(FileObjectStore store) {
    for (int i = 0; i < OTHERS; i++) {
      store.get("other-" + i);
    }
  }

  private static void read(FileObjectStore store) {
    for (int i = 0; i < TIMES; i++) {
      store.get("bob");
    }
  }

  /** Longer than any margin, and than writers take to notice a reader. */
  private static void settle() {
    long end = System.nanoTime() + Duration.ofMillis(2200).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static void mark(String name) {
    if (Files.exists(Path.of("/mark-of-" + name))) {
      throw new IllegalStateException("/mark-of-%s is there".formatted(name));
    }
  }
}
