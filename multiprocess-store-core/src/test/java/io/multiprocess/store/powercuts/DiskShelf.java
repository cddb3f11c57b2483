package io.multiprocess.store.powercuts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Disks as files in memory, on a file system that clones a file in one atomic step.
 *
 * <p>A clone holds what had been written to the disk when it was made, and nothing of what the
 * system kept in memory to write later: a disk whose power was cut at that moment, while its
 * machine goes on. Taken while nothing is written, it does not even disturb.
 */
final class DiskShelf implements AutoCloseable {

  /** The least that xfs is made for, and more than a test writes. */
  private static final long DISK_BYTES = 320L << 20;

  private static final long SHELF_BYTES = 3L << 30;

  /** A whole document, as long as a block of ext4 with the blanks behind it. */
  private static final String OLD_BLOCK =
      "%-1023s%n".formatted("{\"n\": \"0\", \"text\": \"of a file that was deleted\"}");

  private final Path memory;
  private final MountedDisk shelf;
  private int disks;

  private DiskShelf(Path memory, MountedDisk shelf) {
    this.memory = memory;
    this.shelf = shelf;
  }

  /** Sets one up below an empty directory. */
  static DiskShelf in(Path directory) {
    Path memory = newDirectory(directory, "memory");
    Path place = newDirectory(directory, "shelf");
    SystemTool.MOUNT.run("-t", "tmpfs", "-o", "size=" + SHELF_BYTES, "tmpfs", memory.toString());
    try {
      Path file = sparse(memory.resolve("shelf.img"), SHELF_BYTES);
      FileSystemType.XFS.format(file, "-m", "reflink=1");
      return new DiskShelf(memory, FileSystemType.XFS.mount(file, place));
    } catch (AssertionError e) {
      SystemTool.UMOUNT.run(memory.toString());
      throw e;
    }
  }

  /** A disk with an empty file system. */
  Path newDisk(FileSystemType type) {
    Path disk = sparse(next(), DISK_BYTES);
    if (type == FileSystemType.EXT4_WRITEBACK) {
      useAll(disk);
      type.format(disk, "-E", "nodiscard");
    } else {
      type.format(disk);
    }
    return disk;
  }

  /** Leaves old documents all over a disk, as years of use do. */
  private static void useAll(Path disk) {
    byte[] blocks = OLD_BLOCK.repeat(1 << 10).getBytes(US_ASCII);
    try (OutputStream out = Files.newOutputStream(disk)) {
      for (long written = 0; written < DISK_BYTES; written += blocks.length) {
        out.write(blocks);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The disk as it is after a power cut at this moment. */
  Path snapshot(Path disk) {
    Path snapshot = next();
    SystemTool.CP.run("--reflink=always", disk.toString(), snapshot.toString());
    return snapshot;
  }

  /** Throws a disk away that is not in use. */
  void discard(Path disk) {
    try {
      Files.deleteIfExists(disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path next() {
    return shelf.directory().resolve("disk-" + disks++);
  }

  private static Path newDirectory(Path parent, String name) {
    try {
      return Files.createDirectory(parent.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path sparse(Path file, long bytes) {
    try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(bytes);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      shelf.close();
    } finally {
      SystemTool.UMOUNT.run(memory.toString());
    }
  }
}
