package io.multiprocess.store.faults;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Stores that are each in the state before one operation, and trials of it, two at a time. */
final class FaultTrials {

  private static final int AT_A_TIME = 2;

  private final Path directory;
  private final Operation operation;
  private final Durability durability;
  private final AtomicInteger counter = new AtomicInteger();

  /** Works in a new directory inside a directory. */
  FaultTrials(Path directory, Operation operation, Durability durability) {
    try {
      this.directory =
          Files.createTempDirectory(directory.toRealPath(), operation + "-" + durability + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.operation = operation;
    this.durability = durability;
  }

  Operation operation() {
    return operation;
  }

  Durability durability() {
    return durability;
  }

  /** A store in the state before the operation. */
  record Prepared(Path root, List<Versioned<ObjectNode>> before) {}

  /** Makes a store and brings about the state before the operation. */
  Prepared prepare() {
    Path root = next("store");
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.NONE);
    try (FileObjectStore store = FileObjectStore.open(root, options)) {
      operation.prepare(store);
      return new Prepared(root, store.revisions(Operation.ID));
    }
  }

  /** Starts a JVM to do the operation in. */
  OperationProcess start() {
    return OperationProcess.start(next("process"), operation);
  }

  /** Starts a JVM to do the operation in, sooner. */
  OperationProcess start(ClassArchive classes) {
    return OperationProcess.start(next("process"), operation, classes);
  }

  /** What {@link #start(ClassArchive)} starts from; pays off where many are started. */
  ClassArchive archiveClasses() {
    return OperationProcess.archive(next("archive"), operation);
  }

  /** The system calls the operation makes when nothing fails. */
  List<SystemCall> calls() {
    try (OperationProcess process = start()) {
      return process.run(prepare().root(), durability).calls();
    }
  }

  /** One of the trials that run side by side. */
  @FunctionalInterface
  interface Worker<T> extends AutoCloseable {
    void tryOut(T fault);

    @Override
    default void close() {}
  }

  /** Tries all faults and tells what was violated. */
  <T> List<String> violations(List<T> faults, Function<FaultTrials, Worker<T>> workers) {
    ConcurrentLinkedQueue<T> waiting = new ConcurrentLinkedQueue<>(faults);
    ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        running.add(threads.submit(() -> drain(waiting, workers, violations)));
      }
      for (Future<?> each : running) {
        each.get();
      }
      return List.copyOf(violations);
    } catch (ExecutionException e) {
      throw new AssertionError("A trial could not be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private <T> void drain(
      ConcurrentLinkedQueue<T> waiting,
      Function<FaultTrials, Worker<T>> workers,
      ConcurrentLinkedQueue<String> violations) {
    try (Worker<T> worker = workers.apply(this)) {
      for (T fault = waiting.poll(); fault != null; fault = waiting.poll()) {
        try {
          worker.tryOut(fault);
        } catch (AssertionError | RuntimeException e) {
          violations.add("%s of %s: %s".formatted(fault, operation, e));
        }
      }
    }
  }

  private Path next(String name) {
    try {
      return Files.createDirectory(directory.resolve(name + "-" + counter.getAndIncrement()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
