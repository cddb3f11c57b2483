package io.multiprocess.store.docs;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Versioned;
import tools.jackson.databind.node.ObjectNode;

/** An edit that a deletion had not seen. */
final class DeletionExample {

  private DeletionExample() {}

  static void show(ObjectStore store) {
    // example: deletion
    Conflict conflict = store.conflicts("carol").get(0);
    System.out.println(conflict.kind()); // DELETION
    System.out.println(conflict.rivals()); // [2-017e…], the edit
    System.out.println(conflict.deleted()); // [0-de3c…, 1-075a…], what the deletion named
    // end
  }

  static Versioned<ObjectNode> keep(ObjectStore store) {
    // example: keep
    OpenConflict<ObjectNode> open = store.conflict("carol").orElseThrow();
    ObjectNode decision = open.merged().put("note", "still a customer");
    Versioned<ObjectNode> kept = store.settle("carol", decision, open.revisions());
    // end
    return kept;
  }

  static boolean deleteAgain(ObjectStore store) {
    // example: delete-again
    boolean deleted = store.delete("carol");
    // end
    return deleted;
  }

  static Versioned<ObjectNode> undelete(ObjectStore store) {
    // example: undelete
    Versioned<ObjectNode> kept = store.undelete("carol");
    // end
    return kept;
  }
}
