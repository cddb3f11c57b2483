package io.multiprocess.store.powercuts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file systems that stores are cut off on. */
enum FileSystemType {
  EXT4("ext4", "commit=1", "e2fsprogs", "-F"),
  /**
   * Lets sizes and blocks of a file reach the disk before what is in them, so that after a power
   * cut a file holds what somebody else's file held there before.
   */
  EXT4_WRITEBACK("ext4", "commit=1,data=writeback,nodelalloc", "e2fsprogs", "-F"),
  XFS("xfs", "defaults", "xfsprogs", "-f"),
  BTRFS("btrfs", "commit=1", "btrfs-progs", "-f");

  private final String type;
  private final String mountOptions;
  private final String debianPackage;
  private final String force;

  FileSystemType(String type, String mountOptions, String debianPackage, String force) {
    this.type = type;
    this.mountOptions = mountOptions;
    this.debianPackage = debianPackage;
    this.force = force;
  }

  /** Puts an empty file system on a disk. */
  void format(Path disk, String... options) {
    List<String> arguments = new ArrayList<>(List.of("-q", force));
    arguments.addAll(List.of(options));
    arguments.add(disk.toString());
    new SystemTool("mkfs." + type, debianPackage).run(arguments.toArray(String[]::new));
  }

  /** Mounts a disk on a directory. */
  MountedDisk mount(Path disk, Path directory) {
    return MountedDisk.mount(disk, directory, type, mountOptions);
  }
}
