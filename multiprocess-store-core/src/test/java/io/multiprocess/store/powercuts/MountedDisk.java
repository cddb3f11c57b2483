package io.multiprocess.store.powercuts;

import java.nio.file.Path;

/** A disk, which is a file, in use through a loop device of its own. */
record MountedDisk(Path directory, String device, String type) implements AutoCloseable {

  static MountedDisk mount(Path disk, Path directory, String type, String options) {
    String device = SystemTool.LOSETUP.run("--find", "--show", disk.toString());
    try {
      SystemTool.MOUNT.run("-t", type, "-o", options, device, directory.toString());
    } catch (AssertionError e) {
      SystemTool.LOSETUP.run("--detach", device);
      throw e;
    }
    return new MountedDisk(directory, device, type);
  }

  /**
   * Lets the file system go down at once: what it had not written by now, its journal included, is
   * never written, and whoever still uses it gets errors.
   */
  void shutDown() {
    SystemTool.XFS_IO.run("-x", "-c", "shutdown", directory.toString());
  }

  @Override
  public void close() {
    try {
      SystemTool.UMOUNT.run(directory.toString());
      if (type.equals("btrfs")) {
        // It would take an older snapshot of a disk it remembers for a mistake.
        SystemTool.BTRFS.run("device", "scan", "--forget", device);
      }
    } finally {
      SystemTool.LOSETUP.run("--detach", device);
    }
  }
}
