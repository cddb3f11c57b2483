package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A store on a file system of its own that runs out of room, or of inodes. */
@Tag("full")
class FullDiskTests {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"size=1m", "size=8m,nr_inodes=150"})
  void fullDiskLosesNothingAndCanBeEmptiedByDeleting(String limits) throws IOException {
    Path mount = Files.createDirectory(temp.resolve("mount"));
    run("mount", "-t", "tmpfs", "-o", limits + ",mode=700", "tmpfs", mount.toString());
    try (FileObjectStore store = FileObjectStore.open(mount)) {
      List<Versioned<ObjectNode>> acknowledged = fill(store);
      fillTheRest(mount);

      assertThat(acknowledged).hasSizeGreaterThan(20);
      assertThatThrownBy(() -> store.update(acknowledged.get(0).withValue(large(3))))
          .isInstanceOf(StoreAccessException.class)
          .hasMessageStartingWith("Update of 'object0' failed in " + mount);
      for (Versioned<ObjectNode> object : acknowledged) {
        assertThat(store.get(object.id())).isEqualTo(object);
      }

      for (Versioned<ObjectNode> object : acknowledged) {
        assertThat(store.delete(object.id())).as(object.id()).isTrue();
      }
      assertThat(store.ids()).isEmpty();
      Revision again = store.create("object0", document("n", 1)).revision();
      assertThat(again.generation()).isEqualTo(3);
    } finally {
      run("umount", mount.toString());
    }
  }

  /** Objects of two revisions, so that there is more to free than a tombstone takes. */
  private static List<Versioned<ObjectNode>> fill(FileObjectStore store) {
    List<Versioned<ObjectNode>> acknowledged = new ArrayList<>();
    while (true) {
      String id = "object" + acknowledged.size();
      try {
        acknowledged.add(store.create(id, large(1)));
        int last = acknowledged.size() - 1;
        acknowledged.set(last, store.update(acknowledged.get(last).withValue(large(2))));
      } catch (StoreAccessException full) {
        assertThat(full).hasMessageContaining(" of '%s' failed in ".formatted(id));
        return acknowledged;
      }
    }
  }

  private static ObjectNode large(int n) {
    return document("n", n).put("text", "x".repeat(6000));
  }

  /** What is too little for an object is still enough for a tombstone; takes that too. */
  private static void fillTheRest(Path mount) {
    byte[] block = new byte[512];
    for (int i = 0; i < 1000; i++) {
      try (OutputStream out = Files.newOutputStream(mount.resolve(".filler" + i))) {
        while (true) {
          out.write(block);
        }
      } catch (IOException full) {
        if (!Files.exists(mount.resolve(".filler" + i))) {
          return;
        }
      }
    }
  }

  private static void run(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.require(tool, "apt-get install -y mount").toString());
    command.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.start(command)) {
      assertThat(process.awaitExit()).as("%s: %s", command, process.errors()).isZero();
    }
  }
}
