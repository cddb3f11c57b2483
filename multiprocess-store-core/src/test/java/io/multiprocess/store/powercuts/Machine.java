package io.multiprocess.store.powercuts;

import io.multiprocess.store.file.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writers at a store on a disk of their own, whose power is cut once in earnest or any number of
 * times on a clone of the disk.
 */
final class Machine implements AutoCloseable {

  private final DiskShelf shelf;
  private final Path directory;
  private final FileSystemType type;
  private final Durability durability;
  private final List<Writer> writers;
  private final Path disk;
  private final List<CutDisk> cutDisks = new ArrayList<>();
  private @Nullable MountedDisk mounted;

  private record CutDisk(Path disk, Recovery.Cut cut) {}

  /**
   * Starts one with an empty disk.
   *
   * @param directory where the disk is mounted; empty
   */
  Machine(
      DiskShelf shelf,
      Path directory,
      FileSystemType type,
      Durability durability,
      List<Writer> writers) {
    this.shelf = shelf;
    this.directory = directory;
    this.type = type;
    this.durability = durability;
    this.writers = writers;
    this.disk = shelf.newDisk(type);
    this.mounted = type.mount(disk, directory);
    for (Writer writer : writers) {
      writer.open(store(directory), durability);
    }
  }

  /** The store; neither it nor the directory above it was on the disk from the beginning. */
  private static Path store(Path mounted) {
    return mounted.resolve("data").resolve("store");
  }

  /** Cuts the power of a clone of the disk; the writers do not notice. */
  void cutClone() {
    long after = System.nanoTime();
    Path clone = shelf.snapshot(disk);
    cutDisks.add(new CutDisk(clone, new Recovery.Cut(after, System.nanoTime())));
  }

  /**
   * Cuts the power of the disk. Whatever the writers tell from now on must be true all the same.
   */
  void cut() {
    if (mounted != null) {
      mounted.shutDown();
    }
    cutDisks.add(new CutDisk(disk, Recovery.Cut.SEEN));
  }

  /**
   * Forces the store's directories, as any process may that works in them: names are on the disk
   * then, of files that nobody has forced.
   */
  void forceDirectories() {
    try (Stream<Path> entries = Files.list(store(directory))) {
      for (Path entry : entries.toList()) {
        if (Files.isDirectory(entry) && !entry.endsWith(".local")) {
          force(entry);
        }
      }
      force(store(directory));
      force(directory.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException deleted) {
      // There is nothing left to force.
    }
  }

  /** Starts the machine again from every disk whose power was cut, and checks what is there. */
  void recover(Tally tally) {
    close();
    Map<Long, Write> writes = new LinkedHashMap<>();
    for (Writer writer : writers) {
      writes.putAll(writer.writes());
    }
    for (CutDisk cutDisk : cutDisks) {
      try (MountedDisk again = type.mount(cutDisk.disk, directory)) {
        new Recovery(store(again.directory()), durability, writes, cutDisk.cut, tally).check();
      }
      shelf.discard(cutDisk.disk);
    }
    shelf.discard(disk);
  }

  @Override
  public void close() {
    MountedDisk disk = mounted;
    if (disk != null) {
      mounted = null;
      disk.close();
    }
  }
}
