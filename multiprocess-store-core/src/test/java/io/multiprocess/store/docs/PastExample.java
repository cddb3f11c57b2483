package io.multiprocess.store.docs;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.CompactionReport;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was before, and for how long. */
final class PastExample {

  private PastExample() {}

  static void history(ObjectStore store) {
    // example: history
    for (HistoryEntry<ObjectNode> entry : store.history("carol")) {
      System.out.printf(
          "%d %s %s%n",
          entry.revision().generation(),
          entry.state(),
          entry.value().map(ObjectNode::toString).orElse("-"));
    }
    // end
  }

  static Optional<Versioned<ObjectNode>> asOf(ObjectStore store, Instant moment) {
    // example: as-of
    Optional<Versioned<ObjectNode>> then = store.asOf("carol", moment);
    // end
    return then;
  }

  static void diff(ObjectStore store, Revision earlier, Revision later) {
    // example: diff
    ArrayNode patch = store.diff("carol", earlier, later);
    System.out.println(patch); // [{"op":"replace","path":"/city","value":"Oslo"}]
    // end
  }

  static Versioned<ObjectNode> revert(ObjectStore store, Revision earlier) {
    // example: revert
    Versioned<ObjectNode> next = store.revert("carol", earlier);
    // end
    return next;
  }

  static Versioned<ObjectNode> restore(ObjectStore store, Revision dead) {
    // example: restore
    Versioned<ObjectNode> again = store.restore("carol", dead);
    // end
    return again;
  }

  static CompactionReport compact(FileObjectStore store) {
    // example: compact
    Retention retention = new Retention(3, Duration.ofDays(30));
    CompactionReport would = store.compact(retention, true); // a dry run
    System.out.println(would.revisions() + " revisions, " + would.bytes() + " bytes");
    CompactionReport done = store.compact(retention);
    // end
    return done;
  }

  static CompactionReport purge(FileObjectStore store) {
    // example: purge
    CompactionReport purged = store.purgeArchive(Duration.ofDays(365), false);
    // end
    return purged;
  }
}
