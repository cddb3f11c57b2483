package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where repair puts what it takes out of sight. Nothing in it is ever replaced or removed: of two
 * files of one name, the later is called {@code <name>~1}, the next {@code <name>~2}.
 *
 * <pre>
 * .local/quarantine/
 * ├── &lt;name&gt;/                from an object's directory
 * ├── .tombstones/&lt;name&gt;/    from its tombstones
 * ├── .archive/&lt;name&gt;/       from its archive
 * └── .root/                 from elsewhere
 * </pre>
 */
final class Quarantine {

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

  private static final int MAX_NAME_BYTES = 255;

  private final StoreLayout layout;
  private final Disk disk;

  Quarantine(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /**
   * Moves a file, or whatever lies there, by renaming it, and returns where it lies now. Not
   * forced: after a power cut it may lie at its old place again.
   *
   * @throws NoSuchFileException if it is gone
   */
  Path move(Path file) throws IOException {
    boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    Path place =
        take(
            file,
            free -> {
              // A rename replaces what is there, so the name is made sure of first.
              if (directory) {
                Files.createDirectory(free);
              } else {
                Files.createFile(free);
              }
            });
    try {
      return Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      giveUp(place, e);
      throw e;
    }
  }

  /** A network file system may have moved the file and say that it has not. */
  private static void giveUp(Path place, IOException reason) {
    try {
      BasicFileAttributes attributes = StoreLayout.attributes(place);
      if (attributes.isDirectory() || attributes.size() == 0) {
        Files.deleteIfExists(place);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Gives a file a second name here, so that it can be replaced at its own without a moment in
   * which nothing is there. Where there are no links, it is moved.
   *
   * @throws NoSuchFileException if it is gone
   */
  Path keep(Path file) throws IOException {
    try {
      return take(file, free -> Files.createLink(free, file));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      log.debug("{} cannot be linked; moving it", file, e);
      return move(file);
    }
  }

  @FunctionalInterface
  private interface Taking {
    void take(Path free) throws IOException;
  }

  private Path take(Path file, Taking taking) throws IOException {
    Path directory = directory(layout.root().relativize(file));
    disk.createDirectories(directory);
    for (int number = 0; ; number++) {
      Path place =
          number == 0
              ? directory.resolve(file.getFileName())
              : directory.resolve(numbered(file.getFileName().toString(), number));
      try {
        taking.take(place);
        return place;
      } catch (FileAlreadyExistsException e) {
        log.trace("{} is taken", place);
      }
    }
  }

  private Path directory(Path file) {
    int depth = file.getNameCount();
    if (file.startsWith(".local/archive")) {
      return depth > 3 ? area(".archive", file.getName(2)) : area(".root");
    }
    if (file.startsWith(".tombstones")) {
      return depth > 2 ? area(".tombstones", file.getName(1)) : area(".root");
    }
    return depth > 1 ? layout.quarantine().resolve(file.getName(0)) : area(".root");
  }

  private Path area(String area) {
    return layout.quarantine().resolve(area);
  }

  private Path area(String area, Path name) {
    return area(area).resolve(name);
  }

  private static String numbered(String name, int number) {
    String numbered = name + "~" + number;
    return numbered.getBytes(UTF_8).length <= MAX_NAME_BYTES
        ? numbered
        : ContentHash.digest(name) + "~" + number;
  }
}
