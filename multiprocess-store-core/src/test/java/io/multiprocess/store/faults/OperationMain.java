package io.multiprocess.store.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.interleavings.Nonces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JVM behind an {@link OperationProcess}. Each operation runs on a thread of its own, which
 * makes no system call between telling its number and being let go, so that a tracer that comes to
 * it counts only what the operation does. What became of it is told by the main thread, which no
 * fault reaches.
 */
final class OperationMain {

  private final PrintStream answers;

  private OperationMain(PrintStream answers) {
    this.answers = answers;
  }

  /**
   * Arguments are an empty directory and an operation, which is done there once so that all classes
   * it needs are loaded.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    loadFailures();
    // The system's randomness is read from a file, now and then, which would be counted.
    Nonces.begin();
    warmUp(Path.of(arguments[0]), Operation.valueOf(arguments[1]));
    OperationMain main = new OperationMain(new PrintStream(System.out, true, UTF_8));
    main.answers.println("warm");
    String request = requests.readLine();
    while (request != null) {
      main.serve(request, requests);
      request = requests.readLine();
    }
  }

  private static void warmUp(Path directory, Operation operation) {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      operation.prepare(store);
    }
    try (FileObjectStore store = open(directory, options(operation))) {
      String acknowledged = operation.begin(store).get();
      mark("warm-up-with-" + acknowledged);
    }
  }

  /** Listings are not used again: a call that depends on the time of day could not be counted. */
  private static StoreOptions options(Operation operation) {
    return StoreOptions.defaults().withOnStale(operation.onStale()).withCacheBytes(0);
  }

  private static FileObjectStore open(Path directory, StoreOptions options) {
    return Nonces.seeded(1, () -> FileObjectStore.open(directory, options));
  }

  /** A class that is loaded while every call fails would fail instead of the operation. */
  private static void loadFailures() {
    try {
      for (String name :
          List.of(
              "io.multiprocess.store.StoreAccessException",
              "io.multiprocess.store.UnconfirmedWriteException",
              "io.multiprocess.store.file.Publisher$UnfinishedException",
              "java.nio.file.AccessDeniedException",
              "java.nio.file.DirectoryIteratorException")) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request is a store's directory, a durability and an operation, followed by a line to go. */
  private void serve(String request, BufferedReader requests)
      throws IOException, InterruptedException {
    String[] words = request.split("\t", -1);
    Run run = new Run(Path.of(words[0]), Durability.valueOf(words[1]), Operation.valueOf(words[2]));
    Thread thread = new Thread(run, "operation");
    thread.start();
    run.ready.await();
    answers.println("ready " + run.thread);
    requests.readLine();
    run.go.countDown();
    thread.join();
    answers.println(run.outcome());
  }

  private static void mark(String name) {
    if (Files.exists(Path.of("/mark-of-" + name))) {
      throw new IllegalStateException("/mark-of-%s is there".formatted(name));
    }
  }

  /** One operation on a thread that can be traced. */
  private static final class Run implements Runnable {
    private final Path directory;
    private final Durability durability;
    private final Operation operation;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile String thread = "none";
    private volatile @Nullable String acknowledged;
    private volatile @Nullable Throwable failure;

    Run(Path directory, Durability durability, Operation operation) {
      this.directory = directory;
      this.durability = durability;
      this.operation = operation;
    }

    @Override
    public void run() {
      StoreOptions options = options(operation).withDurability(durability);
      try (FileObjectStore store = OperationMain.open(directory, options)) {
        Supplier<String> begun = operation.begin(store);
        thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
        ready.countDown();
        go.await();
        mark("begin");
        try {
          acknowledged = begun.get();
        } catch (Throwable e) {
          failure = e;
        }
        mark("end");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        ready.countDown();
      }
    }

    String outcome() {
      Throwable thrown = failure;
      return thrown == null
          ? "acknowledged\t" + acknowledged
          : "refused\t%s\t%s"
              .formatted(
                  thrown.getClass().getSimpleName(),
                  String.valueOf(thrown.getMessage()).replace('\n', ' '));
    }
  }
}
