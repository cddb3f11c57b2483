package io.multiprocess.store.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.util.FileSystemUtils;

/** A directory that is made when somebody asks for it, and removed with all that is in it. */
final class TemporaryDirectory implements DisposableBean {

  private static final String PREFIX = "multiprocess-store-test-";

  /** Guards {@link #directory}. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Path directory;

  /** Where something of the given name is, or will be. */
  Path resolve(String name) {
    lock.lock();
    try {
      if (directory == null) {
        directory = create();
      }
      return directory.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a path leads into it. */
  boolean contains(Path path) {
    lock.lock();
    try {
      return directory != null && path.startsWith(directory);
    } finally {
      lock.unlock();
    }
  }

  /** A context that is processed ahead of time opens no store and is never closed. */
  private static Path create() throws IOException {
    return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
        ? Path.of(System.getProperty("java.io.tmpdir"), PREFIX + "ahead-of-time")
        : Files.createTempDirectory(PREFIX).toRealPath();
  }

  @Override
  public void destroy() throws IOException {
    lock.lock();
    try {
      FileSystemUtils.deleteRecursively(directory);
    } finally {
      lock.unlock();
    }
  }
}
