package io.multiprocess.store.readme;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** The README's example without Spring. */
final class CoreExample {

  private CoreExample() {}

  static void run(Path directory, ObjectNode document, ObjectNode edited) {
    try (ObjectStore store = FileObjectStore.open(directory)) {
      Versioned<ObjectNode> alice = store.create("alice", document);
      store.update(alice.withValue(edited));
      store.conflicts("alice").forEach(conflict -> System.out.println(conflict.rivals()));
    }
  }
}
