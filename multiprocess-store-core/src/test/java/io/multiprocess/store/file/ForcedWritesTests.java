package io.multiprocess.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What each operation forces and renames, and in which order, as the kernel is asked for it. */
@Tag("full")
class ForcedWritesTests {

  private static final Pattern MARK = Pattern.compile("access\\(\"/mark-of-([a-z]+)\"");
  private static final Pattern FORCE = Pattern.compile("fsync\\([0-9]+<([^>]+)>\\) = 0");
  private static final Pattern RENAME =
      Pattern.compile("(rename|link)\\(\"([^\"]+)\", \"([^\"]+)\"\\) = 0");

  private static final List<String> MARKER =
      List.of("force .local/tmp/T", "link .local/tmp/T .store.json", "force .");

  private static final List<String> FIRST_DELETE =
      List.of(
          "force .",
          "force .tombstones",
          "force .local/tmp/T",
          "rename .local/tmp/T .tombstones/first/1-R",
          "force .tombstones/first",
          "rename first/0-R .local/archive/first/0-R");

  private static final List<String> DELETE =
      List.of(
          "force .tombstones",
          "force .local/tmp/T",
          "rename .local/tmp/T .tombstones/bob/2-R",
          "force .tombstones/bob",
          "rename bob/0-R .local/archive/bob/0-R",
          "rename bob/1-R .local/archive/bob/1-R");

  @TempDir Path temp;

  /** On a file system of which nothing is proven. */
  @TempDir(factory = Memory.class)
  Path memory;

  static final class Memory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Path.of("/dev/shm"), "junit");
    }
  }

  @Test
  void fullDurabilityForcesFilesBeforeTheirRenameAndDirectoriesAfterIt() throws IOException {
    List<String> create =
        List.of(
            "force .local/tmp/T/0-R", "force .local/tmp/T", "rename .local/tmp/T bob", "force .");
    assertThat(operations(memory, Durability.FULL))
        .containsEntry("open", List.of("force ../..", "force .."))
        .containsEntry("firstcreate", after(MARKER, create))
        .containsEntry("firstdelete", FIRST_DELETE)
        .containsEntry("create", create)
        .containsEntry(
            "update", List.of("force .local/tmp/T", "rename .local/tmp/T bob/1-R", "force bob"))
        .containsEntry("read", List.of())
        .containsEntry("delete", DELETE)
        .containsEntry(
            "anothersupdate",
            List.of(
                "force .local/tmp/T", "rename .local/tmp/T carol/1-R", "force carol", "force ."));
  }

  /** As on ext4, wherever this runs. */
  @Test
  void fullDurabilityForcesOnceWhereTheFileTakesItsRenameWithIt() throws IOException {
    assertThat(ForceOrder.on(new StoreLayout(temp.toRealPath()).fileSystem()))
        .as("kind of file system of %s; expected ext4 or xfs", temp)
        .isEqualTo(ForceOrder.FILE_ONCE);
    List<String> create = List.of("force .local/tmp/T/0-R", "rename .local/tmp/T bob", "force .");
    assertThat(operations(Durability.FULL))
        .containsEntry("firstcreate", after(MARKER, create))
        .containsEntry("create", create)
        .containsEntry("update", List.of("rename .local/tmp/T bob/1-R", "force bob/1-R"))
        .containsEntry(
            "anothersupdate", List.of("rename .local/tmp/T carol/1-R", "force carol/1-R"))
        .containsEntry("firstdelete", onceForced(FIRST_DELETE))
        .containsEntry("delete", onceForced(DELETE));
  }

  /** A deletion with its tombstone forced once. */
  private static List<String> onceForced(List<String> delete) {
    List<String> calls = new ArrayList<>();
    for (String call : delete) {
      if (call.startsWith("rename .local/tmp/T ")) {
        calls.add(call);
        calls.add("force " + call.substring("rename .local/tmp/T ".length()));
      } else if (!call.equals("force .local/tmp/T") && !call.matches("force \\.tombstones/.*")) {
        calls.add(call);
      }
    }
    return calls;
  }

  @Test
  void fileDurabilityForcesFilesBeforeTheirRenameOnly() throws IOException {
    List<String> create = List.of("force .local/tmp/T/0-R", "rename .local/tmp/T bob");
    assertThat(operations(Durability.FILE))
        .containsEntry("open", List.of())
        .containsEntry("firstcreate", after(MARKER, create))
        .containsEntry("firstdelete", onceForced(FIRST_DELETE))
        .containsEntry("create", create)
        .containsEntry("update", List.of("force .local/tmp/T", "rename .local/tmp/T bob/1-R"))
        .containsEntry("delete", onceForced(DELETE));
  }

  @Test
  void noDurabilityForcesDeletionsAndTheMarkerOnly() throws IOException {
    List<String> create = List.of("rename .local/tmp/T bob");
    assertThat(operations(Durability.NONE))
        .containsEntry("open", List.of())
        .containsEntry("firstcreate", after(MARKER, create))
        .containsEntry("firstdelete", onceForced(FIRST_DELETE))
        .containsEntry("create", create)
        .containsEntry("update", List.of("rename .local/tmp/T bob/1-R"))
        .containsEntry("delete", onceForced(DELETE));
  }

  /** What the first create of a store does: what any create does, with the marker before it. */
  private static List<String> after(List<String> marker, List<String> create) {
    List<String> calls = new ArrayList<>(marker);
    create.forEach(call -> calls.add(call.replace("bob", "first")));
    return calls;
  }

  private Map<String, List<String>> operations(Durability durability) throws IOException {
    return operations(temp, durability);
  }

  private Map<String, List<String>> operations(Path where, Durability durability)
      throws IOException {
    Path strace = RequiredTool.require("strace", "apt-get install -y strace");
    Path root = where.toRealPath().resolve("new").resolve("store");
    Path trace = temp.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(
                strace.toString(),
                "-f",
                "-y",
                "-e",
                "trace=access,fsync,fdatasync,rename,link",
                "-o",
                trace.toString()));
    command.addAll(
        JavaProcess.command(List.of(), ForcedWritesMain.class, root.toString(), durability.name()));
    try (ChildProcess process = ChildProcess.start(command)) {
      assertThat(process.finish()).isZero();
    }

    Map<String, List<String>> operations = new HashMap<>();
    List<String> calls = new ArrayList<>();
    for (String line : Files.readAllLines(trace)) {
      Matcher mark = MARK.matcher(line);
      Matcher force = FORCE.matcher(line);
      Matcher rename = RENAME.matcher(line);
      if (mark.find()) {
        calls = new ArrayList<>();
        operations.put(mark.group(1), calls);
      } else if (force.find()) {
        calls.add("force " + inStore(root, force.group(1)));
      } else if (rename.find()) {
        calls.add(
            "%s %s %s"
                .formatted(
                    rename.group(1),
                    inStore(root, rename.group(2)),
                    inStore(root, rename.group(3))));
      }
    }
    return operations;
  }

  /** A path inside the store, with temporary names and tokens made equal. */
  private static String inStore(Path root, String path) {
    String relative = root.relativize(Path.of(path)).toString();
    return (relative.isEmpty() ? "." : relative)
        .replaceAll("tmp/[0-9a-z]+-[0-9]+-[0-9a-z]+-[0-9a-z]+", "tmp/T")
        .replaceAll("-[0-9a-f]{32}", "-R");
  }
}
