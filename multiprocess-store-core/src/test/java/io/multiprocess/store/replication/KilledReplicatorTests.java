package io.multiprocess.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A process that is killed while it copies leaves nothing half done, and the next one goes on. */
class KilledReplicatorTests {

  private static final int OBJECTS = 200;
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  @TempDir Path temp;

  @Test
  void whatAKilledProcessLeavesIsWholeAndTheNextOneGoesOn() {
    Path one = temp.resolve("one");
    Path other = temp.resolve("other");
    try (FileObjectStore source = FileObjectStore.open(one, OPTIONS);
        FileObjectStore target = FileObjectStore.open(other, OPTIONS)) {
      fill(source, "a");
      fill(target, "b");
      for (int enough : List.of(50, 250)) {
        try (ChildProcess copying =
            JavaProcess.start(CopyingMain.class, one.toString(), other.toString())) {
          copying.awaitLine(copied -> Integer.parseInt(copied) >= enough);
          copying.kill();
        }
        assertThat(source.scrub().findings())
            .allMatch(finding -> finding.kind().name().equals("ORPHANED_TEMP"));
        assertThat(target.scrub().findings())
            .allMatch(finding -> finding.kind().name().equals("ORPHANED_TEMP"));
        assertThat(target.all().map(Versioned::id)).doesNotContain("a-deleted");
      }

      ReplicationReport report = Replicator.between(source, target).exchange();

      assertThat(report.isClean()).isTrue();
      assertThat(report.revisions()).as("left to do").isLessThanOrEqualTo(4L * OBJECTS - 300);
      assertThat(winners(source)).isEqualTo(winners(target)).hasSize(2 * OBJECTS);
    }
  }

  private static List<Versioned<ObjectNode>> winners(FileObjectStore store) {
    try (Stream<Versioned<ObjectNode>> all = store.all()) {
      return all.sorted((a, b) -> a.id().compareTo(b.id())).toList();
    }
  }

  private static void fill(FileObjectStore store, String prefix) {
    store.create(prefix + "-deleted", document(0));
    store.delete(prefix + "-deleted");
    for (int i = 0; i < OBJECTS; i++) {
      store.update(store.create(prefix + "-" + i, document(i)).withValue(document(-i)));
    }
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
