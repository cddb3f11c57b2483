package io.multiprocess.store.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as a script beside a store would: copying, moving and removing files. */
public final class StoreShell {

  private StoreShell() {}

  /** Runs a command in a directory and waits until it has ended well. */
  public static void run(Path directory, String... command) {
    ProcessBuilder prepared = new ProcessBuilder(new ArrayList<>(List.of(command)));
    prepared.directory(directory.toFile());
    try (ChildProcess process = ChildProcess.start(prepared)) {
      int exit = process.awaitExit();
      if (exit != 0) {
        throw new AssertionError(
            "%s ended with %d: %s".formatted(List.of(command), exit, process.errors()));
      }
    }
  }
}
