package io.multiprocess.store.docs;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Versioned;
import tools.jackson.databind.node.ObjectNode;

/** Two editors of one state, and how that ends. */
final class AliceAndBobExample {

  private AliceAndBobExample() {}

  static void bothSave(ObjectStore store) {
    // example: both-save
    Versioned<ObjectNode> alice = store.get("carol");
    Versioned<ObjectNode> bob = store.get("carol"); // in another process, the same revision

    store.update(alice.withValue(alice.value().put("email", "carol@example.org")));
    store.update(bob.withValue(bob.value().put("phone", "555-0199")));
    // end
  }

  static void show(ObjectStore store) {
    // example: show
    Conflict conflict = store.conflicts("carol").get(0);
    System.out.println(conflict.rivals()); // [2-6038…, 2-1902…], the last one leads
    System.out.println(conflict.current()); // true
    // end
  }

  static Versioned<ObjectNode> editAbove(ObjectStore store) {
    // example: edit-above
    Versioned<ObjectNode> now = store.get("carol"); // 2-1902…, Bob's
    Versioned<ObjectNode> later = store.update(now.withValue(now.value().put("city", "Oslo")));
    System.out.println(store.conflicts("carol").get(0).current()); // false: the conflict is past
    // end
    return later;
  }

  static Versioned<ObjectNode> settle(ObjectStore store) {
    // example: settle
    OpenConflict<ObjectNode> open = store.conflict("carol").orElseThrow();
    Versioned<ObjectNode> settled = store.settle("carol", open.merged(), open.revisions());
    // end
    return settled;
  }
}
