package io.multiprocess.store.file;

import io.multiprocess.store.StoreAccessException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Tells what the file system refused as a failure of the store. */
final class Failures {

  private Failures() {}

  /** What may be refused. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Does an operation at a place.
   *
   * @throws StoreAccessException if the file system refuses it
   */
  static <T> T told(String operation, Path place, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw refused(operation, place, e);
    }
  }

  /**
   * Does an operation on an object at a place.
   *
   * @throws StoreAccessException if the file system refuses it
   */
  static <T> T told(String operation, String id, Path place, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw refused("%s of '%s'".formatted(operation, id), place, e);
    }
  }

  private static StoreAccessException refused(String operation, Path place, IOException cause) {
    return new StoreAccessException(
        "%s failed in %s: %s".formatted(operation, place, reason(place, cause)), cause);
  }

  /** What the file system said, and of which file unless that is the place itself. */
  static String reason(Path place, IOException cause) {
    if (!(cause instanceof FileSystemException e)) {
      return String.valueOf(cause.getMessage());
    }
    String said = e.getReason() != null ? e.getReason() : e.getClass().getSimpleName();
    return place.toString().equals(e.getFile()) ? said : "%s (%s)".formatted(said, e.getFile());
  }
}
