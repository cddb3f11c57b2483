package io.multiprocess.store.processes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An external program that a test cannot do without: missing, the test fails and says what to do.
 */
public final class RequiredTool {

  private RequiredTool() {}

  /**
   * Finds a program on the PATH.
   *
   * @param name name of the executable
   * @param remedy command that installs it
   */
  public static Path require(String name, String remedy) {
    return find(name, Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .orElseThrow(
            () ->
                new AssertionError(
                    "'%s' is not on the PATH; install it with: %s".formatted(name, remedy)));
  }

  /**
   * Checks that something a tool leaves behind is there.
   *
   * @param place file or directory that must exist
   * @param remedy command that makes it
   */
  public static Path requirePath(Path place, String remedy) {
    if (!Files.exists(place)) {
      throw new AssertionError("'%s' is missing; make it with: %s".formatted(place, remedy));
    }
    return place;
  }

  static Optional<Path> find(String name, String searchPath) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(searchPath)
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> candidate(directory, name).stream())
        .findFirst();
  }

  private static Optional<Path> candidate(String directory, String name) {
    try {
      Path executable = Path.of(directory, name).toAbsolutePath();
      return Optional.of(executable)
          .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path));
    } catch (InvalidPathException unusable) {
      return Optional.empty();
    }
  }
}
