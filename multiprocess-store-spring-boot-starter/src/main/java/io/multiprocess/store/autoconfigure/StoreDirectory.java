package io.multiprocess.store.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Reads a configured path: {@code ~} and a leading {@code ~/} are the user's home. */
final class StoreDirectory {

  private StoreDirectory() {}

  /**
   * The directory that a property names, absolute.
   *
   * @param property name of the property, for messages
   */
  static Path resolve(String property, @Nullable String path) {
    if (!StringUtils.hasText(path)) {
      throw new StoreConfigurationException(
          "%s is %s; expected a directory".formatted(property, path == null ? "missing" : "blank"),
          "Set %s to a directory, for example ~/stores/app. In YAML quote the home directory itself as \"~\", because a bare ~ is nothing there"
              .formatted(property));
    }
    try {
      return expand(property, path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new StoreConfigurationException(
          "%s is '%s', which is not a path: %s".formatted(property, path, e.getReason()),
          "Set %s to a directory".formatted(property),
          e);
    }
  }

  /**
   * The directory as the file system knows it, symbolic links resolved as far as it exists, so that
   * two spellings of one place are seen to be one.
   */
  static Path canonical(Path directory) {
    Path existing = directory;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(directory)).normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path expand(String property, String path) {
    if (path.equals("~")) {
      return home();
    }
    if (path.startsWith("~/") || path.startsWith("~" + File.separator)) {
      return home().resolve(path.substring(2));
    }
    if (path.startsWith("~")) {
      throw new StoreConfigurationException(
          "%s is '%s'; only ~ and a leading ~/ are understood, as the home of the user who runs this application"
              .formatted(property, path),
          "Write the directory out, or put ./ in front of a name that begins with ~");
    }
    return Path.of(path);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }
}
