package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;

import io.multiprocess.store.Versioned;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does one operation of each kind in a new store, with a look at a path that does not exist before
 * each.
 */
final class ForcedWritesMain {

  private ForcedWritesMain() {}

  public static void main(String[] arguments) {
    Durability durability = Durability.valueOf(arguments[1]);
    StoreOptions options = StoreOptions.defaults().withDurability(durability);
    mark("open");
    try (FileObjectStore store = FileObjectStore.open(Path.of(arguments[0]), options)) {
      mark("firstcreate");
      store.create("first", document("n", 0));
      mark("firstdelete");
      store.delete("first");
      mark("create");
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      mark("update");
      store.update(bob.withValue(document("n", 2)));
      mark("read");
      store.get("bob");
      mark("delete");
      store.delete("bob");
      mark("anotherscreate");
      Versioned<ObjectNode> carol = store.create("carol", document("n", 1));
      updateByAnother(Path.of(arguments[0]), options, carol);
      mark("end");
    }
  }

  /** Another store, which like another process does not know what this one has forced. */
  private static void updateByAnother(
      Path directory, StoreOptions options, Versioned<ObjectNode> carol) {
    try (FileObjectStore another = FileObjectStore.open(directory, options)) {
      mark("anothersupdate");
      another.update(carol.withValue(document("n", 2)));
    }
  }

  private static void mark(String name) {
    if (Files.exists(Path.of("/mark-of-" + name))) {
      throw new IllegalStateException("/mark-of-%s is there".formatted(name));
    }
  }
}
