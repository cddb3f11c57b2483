package io.multiprocess.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Entries of a directory, one after the other. Whatever the file system refuses is an {@link
 * IOException}: the JDK tells failures of an iteration unchecked, and one of a close by an
 * exception that is checked, no {@code IOException}, and declared nowhere.
 */
final class Listing implements Closeable {

  /** How often it is tried to open a directory. */
  private static final int ATTEMPTS = 5;

  private final DirectoryStream<Path> stream;
  private final Iterator<Path> entries;

  private Listing(DirectoryStream<Path> stream) {
    this.stream = stream;
    this.entries = stream.iterator();
  }

  /**
   * Opens a directory. On a mount that hosts share, one that is replaced meanwhile is refused as
   * stale, which no exception of its own tells: it is opened once more.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws java.nio.file.NotDirectoryException if it is none
   */
  @SuppressWarnings("StreamResourceLeak") // closed with the listing
  static Listing open(Path directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Listing(Files.newDirectoryStream(directory));
      } catch (FileSystemException e) {
        if (attempt == ATTEMPTS || e.getClass() != FileSystemException.class) {
          throw e;
        }
      }
    }
  }

  /** All entries of a directory. */
  static List<Path> of(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Listing listing = open(directory)) {
      while (listing.hasNext()) {
        all.add(listing.next());
      }
    }
    return all;
  }

  boolean hasNext() throws IOException {
    try {
      return entries.hasNext();
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  Path next() throws IOException {
    try {
      return entries.next();
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stream.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
