package io.multiprocess.store.fuzz;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Works in hostile stores, one after the other, and prints a line for each: {@code round <number>
 * <operations> <refusals>}, or what went wrong.
 *
 * <p>Arguments: an empty directory, the seed, the first round and the number of rounds.
 */
final class FuzzMain {

  private static final int OPERATIONS = 30;

  private final Path directory;
  private final HostileThings things;

  private FuzzMain(Path directory) throws IOException {
    this.directory = directory;
    this.things = HostileThings.make(directory.resolve("store"));
  }

  public static void main(String[] arguments) throws IOException {
    FuzzMain fuzz = new FuzzMain(Path.of(arguments[0]));
    long seed = Long.parseLong(arguments[1]);
    int first = Integer.parseInt(arguments[2]);
    for (int round = first; round < first + Integer.parseInt(arguments[3]); round++) {
      if (!fuzz.round(seed, round)) {
        Runtime.getRuntime().halt(1);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private boolean round(long seed, int round) throws IOException {
    Random random = new Random(seed * 1_000_003 + round);
    Path root = directory.resolve("store");
    Outside outside = Outside.make(directory, things.pipe(), random);
    HostileStore hostile = new HostileStore(root, outside, things, random);
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      hostile.plant(false);
    }
    if (random.nextInt(4) == 0) {
      hostile.plant(true);
    }
    Watchdog watchdog = new Watchdog();
    HostileCalls calls = new HostileCalls(hostile, watchdog, random);
    try {
      work(root, hostile, calls, random);
      List<String> touched = outside.touched();
      if (!touched.isEmpty()) {
        throw new AssertionError("Outside the store: " + touched);
      }
      requireNothingBeside();
    } catch (Throwable failure) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      System.out.printf(
          "failed seed %d round %d: %s%nplanted %s%ncalls %s%nend%n",
          seed, round, text, hostile.planted(), calls.log());
      return false;
    }
    System.out.printf("round %d %d %d%n", round, calls.number(), calls.refused());
    clean();
    return true;
  }

  private static void work(Path root, HostileStore hostile, HostileCalls calls, Random random)
      throws IOException {
    FileObjectStore store;
    try {
      store = calls.watched("open", () -> FileObjectStore.open(root, options(random)));
    } catch (StoreFormatException | StoreAccessException e) {
      calls.requireDiscreet(e);
      if (hostile.isStormed()) {
        return;
      }
      throw e;
    }
    for (int i = 0; i < OPERATIONS; i++) {
      calls.any(store);
      if (random.nextInt(10) == 0) {
        hostile.plant(!hostile.isStormed() && random.nextInt(20) == 0);
      }
    }
    calls.requireGoodOnesUnharmed(store);
    calls.watched(
        "close",
        () -> {
          store.close();
          return store;
        });
    try {
      calls.any(store);
      throw new AssertionError("A closed store worked");
    } catch (IllegalStateException closed) {
      calls.requireDiscreet(closed);
    }
  }

  private static StoreOptions options(Random random) {
    return StoreOptions.defaults()
        .withDurability(random.nextInt(4) == 0 ? Durability.FULL : Durability.NONE)
        .withOnStale(random.nextInt(3) == 0 ? OnStale.REJECT : OnStale.KEEP)
        .withMaxDocumentBytes(random.nextBoolean() ? 1 << 20 : 1 << 14)
        .withCreateGrace(Duration.ofMillis(10));
  }

  /** An id that leads out would leave something beside the store or above it. */
  private void requireNothingBeside() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      if (!names.equals(List.of("parts", Outside.SECRET + "-outside", "store"))) {
        throw new AssertionError("Beside the store: " + names);
      }
    }
  }

  private void clean() throws IOException {
    remove(directory.resolve("store"));
    remove(directory.resolve(Outside.SECRET + "-outside"));
    try (Stream<Path> aside = Files.list(directory.resolve("parts/aside"))) {
      for (Path entry : aside.toList()) {
        remove(entry);
      }
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.toList()) {
          remove(entry);
        }
      }
    }
    Files.delete(path);
  }
}
