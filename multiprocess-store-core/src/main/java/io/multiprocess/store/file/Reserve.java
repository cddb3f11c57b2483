package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A little room set aside in {@code .local/tmp}, so that a full disk can be emptied: a deletion has
 * to write a tombstone before it frees anything. Shared by all processes of this host.
 */
final class Reserve {

  private static final Logger log = LoggerFactory.getLogger(Reserve.class);

  private static final String PREFIX = "reserve-";
  private static final int FILES = 3;
  private static final int BYTES = 16 << 10;

  private final StoreLayout layout;
  private final Disk disk;

  Reserve(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /** Sets the room aside, as far as there is any. */
  void fill() {
    try {
      disk.createDirectories(layout.tmp());
    } catch (IOException e) {
      log.debug("No room to set aside in {}", layout.tmp(), e);
      return;
    }
    IntStream.range(0, FILES).mapToObj(this::file).forEach(this::fill);
  }

  private void fill(Path file) {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        disk.write(file, new byte[BYTES], Durability.NONE);
      }
    } catch (IOException e) {
      log.debug("No room to set aside as {}", file, e);
    }
  }

  /**
   * Gives some of the room up, so that what failed can be tried again.
   *
   * @param failure what failed; thrown when there is nothing left to give
   */
  void release(IOException failure) throws IOException {
    for (int i = 0; i < FILES; i++) {
      try {
        if (layout.isDirectory(layout.tmp()) && Files.deleteIfExists(file(i))) {
          return;
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /** Whether a name in {@code .local/tmp} is that of reserved room. */
  static boolean isReserve(String name) {
    return name.startsWith(PREFIX);
  }

  private Path file(int number) {
    return layout.tmp().resolve(PREFIX + number);
  }
}
