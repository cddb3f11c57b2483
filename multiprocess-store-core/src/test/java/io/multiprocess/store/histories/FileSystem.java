package io.multiprocess.store.histories;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File systems that a run can be made on, each mounted for the run alone. */
enum FileSystem {
  /** The one of the temporary directory. */
  TEMPORARY("", "", Durability.FULL),
  EXT4("mkfs.ext4 -q -F", "e2fsprogs", Durability.FULL),
  XFS("mkfs.xfs -q -f", "xfsprogs", Durability.FULL),
  BTRFS("mkfs.btrfs -q -f", "btrfs-progs", Durability.FULL),
  TMPFS("", "", Durability.NONE);

  /** Sparse: an image takes what is written to it. */
  private static final long IMAGE_BYTES = 8L << 30;

  private final String formatter;
  private final String formatterPackage;
  private final Durability durability;

  FileSystem(String formatter, String formatterPackage, Durability durability) {
    this.formatter = formatter;
    this.formatterPackage = formatterPackage;
    this.durability = durability;
  }

  /** The most that makes sense there: nothing in memory survives a power cut. */
  Durability durability() {
    return durability;
  }

  /** A directory on it; closing takes it away. */
  Mount mount(Path directory) {
    try {
      return mountIn(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Mount mountIn(Path directory) throws IOException {
    Path place = Files.createDirectory(directory.resolve("mount"));
    if (this == TEMPORARY) {
      return new Mount(place, false);
    }
    if (this == TMPFS) {
      run("mount", "-t", "tmpfs", "-o", "size=50%,mode=700", "tmpfs", place.toString());
      return new Mount(place, true);
    }
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(IMAGE_BYTES);
    }
    List<String> format = new ArrayList<>(List.of(formatter.split(" ", -1)));
    format.set(
        0,
        RequiredTool.require(format.get(0), "apt-get install -y " + formatterPackage).toString());
    format.add(image.toString());
    run(format);
    run("mount", "-o", "loop", image.toString(), place.toString());
    return new Mount(place, true);
  }

  /**
   * A mounted file system.
   *
   * @param mounted whether there is something to unmount
   */
  record Mount(Path directory, boolean mounted) implements AutoCloseable {
    @Override
    public void close() {
      if (mounted) {
        // Lazily, so that a process that was not waited for does not leave it behind for ever.
        FileSystem.run("umount", "-l", directory.toString());
      }
    }
  }

  private static void run(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.require(tool, "apt-get install -y mount").toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    try (ChildProcess process = ChildProcess.start(command)) {
      if (process.awaitExit() != 0) {
        throw new AssertionError(
            "%s failed; mounting needs root: %s".formatted(command, process.errors()));
      }
    }
  }
}
