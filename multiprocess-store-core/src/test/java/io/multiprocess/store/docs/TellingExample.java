package io.multiprocess.store.docs;

import io.multiprocess.store.Clash;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Rival;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What is told of conflicts. */
final class TellingExample {

  private TellingExample() {}

  static void names(ObjectStore store) {
    // example: names
    try (Stream<Conflict> conflicts = store.conflicts()) {
      conflicts.forEach(
          conflict ->
              System.out.printf(
                  "%s: %s since %s%n", conflict.id(), conflict.kind(), conflict.since()));
    }
    // end
  }

  static void bodies(ObjectStore store) {
    // example: bodies
    OpenConflict<ObjectNode> open = store.conflict("carol").orElseThrow();
    open.base().ifPresent(base -> System.out.println("base   " + base.value()));
    for (Rival<ObjectNode> rival : open.rivals()) {
      System.out.println("rival  " + rival.value());
    }
    System.out.println("merged " + open.merged());
    for (Clash clash : open.clashes()) {
      System.out.println("clash  " + clash.pointer() + " " + clash.values().values());
    }
    // end
  }
}
