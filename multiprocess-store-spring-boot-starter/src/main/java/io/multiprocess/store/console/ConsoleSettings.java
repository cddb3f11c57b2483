package io.multiprocess.store.console;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the console is and what it may do.
 *
 * @param path where its pages are, below the application's context path
 * @param readOnly whether it only shows
 * @param allowRemote whether it answers other machines than its own
 * @param sensitive names of the stores whose documents are not shown
 */
public record ConsoleSettings(
    String path, boolean readOnly, boolean allowRemote, Set<String> sensitive) {

  private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

  /**
   * Checks the path.
   *
   * @throws IllegalArgumentException if it is not one or more segments of letters, digits and
   *     {@code . _ ~ -}
   */
  public ConsoleSettings {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "Path '%s' of the console is not one; expected for example /store-console"
              .formatted(path));
    }
    sensitive = Set.copyOf(sensitive);
  }
}
