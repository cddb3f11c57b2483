package io.multiprocess.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;

/**
 * The bytes of a regular file, read without following links, without hanging on a pipe, and without
 * trusting its size.
 */
final class BoundedFile {

  private final byte[] bytes;
  private final Instant modified;

  private BoundedFile(byte[] bytes, Instant modified) {
    this.bytes = bytes;
    this.modified = modified;
  }

  /** The content; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** When the content last changed, as the file system says. */
  Instant modified() {
    return modified;
  }

  /**
   * Reads the file.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws UnsuitableFileException if it is no regular file, or too large
   * @throws IOException if it cannot be read
   */
  static BoundedFile read(Path file, long maxBytes) throws IOException {
    BasicFileAttributes attributes = StoreLayout.attributes(file);
    if (!attributes.isRegularFile()) {
      throw new UnsuitableFileException("not a regular file");
    }
    if (attributes.size() > maxBytes) {
      throw new UnsuitableFileException(
          "file has %d bytes; expected at most %d".formatted(attributes.size(), maxBytes));
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      int most = (int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8);
      byte[] bytes = read(in, (int) attributes.size(), most);
      if (bytes.length > maxBytes) {
        throw new UnsuitableFileException(
            "file grew past %d bytes while it was read".formatted(maxBytes));
      }
      return new BoundedFile(bytes, attributes.lastModifiedTime().toInstant());
    }
  }

  /** Reads to the end, or as much as is allowed, in one go if the size is what it seemed. */
  private static byte[] read(InputStream in, int expected, int most) throws IOException {
    byte[] bytes = new byte[Math.min(expected, most - 1) + 1];
    int read = in.readNBytes(bytes, 0, bytes.length);
    if (read < bytes.length) {
      return Arrays.copyOf(bytes, read);
    }
    byte[] rest = in.readNBytes(most - read);
    byte[] all = Arrays.copyOf(bytes, read + rest.length);
    System.arraycopy(rest, 0, all, read, rest.length);
    return all;
  }

  /** What lies there was not written by a store. */
  static final class UnsuitableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsuitableFileException(String finding) {
      super(finding);
    }
  }
}
