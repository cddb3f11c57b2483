package io.multiprocess.store.powercuts;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.util.ArrayList;
import java.util.List;

/** A program of the operating system that is started for one short task. */
record SystemTool(String name, String debianPackage) {

  static final SystemTool MOUNT = new SystemTool("mount", "mount");
  static final SystemTool UMOUNT = new SystemTool("umount", "mount");
  static final SystemTool LOSETUP = new SystemTool("losetup", "mount");
  static final SystemTool CP = new SystemTool("cp", "coreutils");
  static final SystemTool XFS_IO = new SystemTool("xfs_io", "xfsprogs");
  static final SystemTool BTRFS = new SystemTool("btrfs", "btrfs-progs");

  /** Runs it and returns what it printed; it must succeed. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.require(name, "apt-get install -y " + debianPackage).toString());
    command.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.start(command)) {
      int exit = process.awaitExit();
      if (exit != 0) {
        throw new AssertionError(
            "%s ended with exit code %d: %s; expected root, loop devices and the file system %s"
                .formatted(
                    String.join(" ", command),
                    exit,
                    String.join("; ", process.errors()),
                    "in this kernel"));
      }
      return String.join("\n", process.output());
    }
  }
}
