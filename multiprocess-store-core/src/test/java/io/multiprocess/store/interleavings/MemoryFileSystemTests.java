package io.multiprocess.store.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system in memory does what the one on the disk does. */
class MemoryFileSystemTests {

  private static final int CALLS = 3_000;

  @TempDir Path disk;

  @Test
  void everyCallComesToTheSameAsOnTheDisk() throws IOException {
    Random random = new Random(3);
    Path memory = new World().root();
    Files.createDirectory(memory);
    for (int i = 0; i < CALLS; i++) {
      long choice = random.nextLong();

      assertThat(call(memory, new Random(choice))).isEqualTo(call(disk, new Random(choice)));
      assertThat(tree(memory)).isEqualTo(tree(disk));
    }
  }

  @Test
  void listingPageByPageMissesWhatComesToAPlaceThatIsPast() throws IOException {
    Path directory = new World().copy(new Listing(1, 0)).root();
    Files.createDirectory(directory);
    Files.createDirectory(directory.resolve("b"));
    Files.createDirectory(directory.resolve("d"));
    StringBuilder seen = new StringBuilder();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        seen.append(entry.getFileName());
        if (seen.length() == 1) {
          Files.createDirectory(directory.resolve("a"));
          Files.createDirectory(directory.resolve("c"));
          Files.delete(directory.resolve("d"));
        }
      }
    }

    assertThat(seen).hasToString("bc");
  }

  /**
   * One random call, and what it came to. Where systems name an error differently, that it is one.
   */
  private static String call(Path root, Random random) {
    Path first = path(root, random);
    Path second = path(root, random);
    int kind = random.nextInt(7);
    if (first.equals(second)) {
      return "";
    }
    try {
      switch (kind) {
        case 0 -> Files.createDirectory(first);
        case 1, 2 -> {
          if (second.startsWith(first)) {
            return "";
          }
          Files.move(first, second, StandardCopyOption.ATOMIC_MOVE);
        }
        case 3 -> {
          return "deleted " + Files.deleteIfExists(first);
        }
        case 4 -> {
          if (Files.isDirectory(first)) {
            return "";
          }
          Files.createLink(second, first);
        }
        case 5 -> write(first, random.nextInt());
        default -> {
          return "exists " + Files.exists(first, LinkOption.NOFOLLOW_LINKS);
        }
      }
      return "done";
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      return kind == 1 || kind == 2 ? "failed" : e.getClass().getSimpleName();
    } catch (FileSystemException e) {
      return "failed";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, int content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4).putInt(content).flip());
    }
  }

  private static Path path(Path root, Random random) {
    Path path = root.resolve("abc".substring(random.nextInt(3)).substring(0, 1));
    return random.nextBoolean()
        ? path
        : path.resolve("xy".substring(random.nextInt(2)).substring(0, 1));
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        tree.put(
            root.relativize(path).toString(),
            Files.isDirectory(path) ? "directory" : content(path));
      }
    }
    return tree;
  }

  private static String content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.toString(in.readAllBytes());
    }
  }
}
