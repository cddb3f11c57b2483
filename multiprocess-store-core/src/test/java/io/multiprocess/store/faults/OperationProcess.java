package io.multiprocess.store.faults;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.ClassArchive;
import io.multiprocess.store.processes.JavaProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that does operations while a tracer sits on the one thread that does them.
 *
 * <p>The tracer comes when the thread is about to begin, so that calls are counted from there and
 * the n-th call of a name is the same call in every run; nothing of the JVM's own start is counted.
 */
final class OperationProcess implements AutoCloseable {

  private final Path directory;
  private final Operation operation;
  private final ChildProcess process;
  private int runs;

  private OperationProcess(Path directory, Operation operation, ChildProcess process) {
    this.directory = directory;
    this.operation = operation;
    this.process = process;
  }

  /**
   * Starts a JVM for an operation, which keeps what it needs beside the stores in an empty
   * directory.
   */
  static OperationProcess start(Path directory, Operation operation) {
    return new OperationProcess(
        directory,
        operation,
        JavaProcess.start(OperationMain.class, arguments(directory, operation)));
  }

  /** Starts a JVM for an operation from an archive of its classes. */
  static OperationProcess start(Path directory, Operation operation, ClassArchive classes) {
    return new OperationProcess(
        directory, operation, classes.start(OperationMain.class, arguments(directory, operation)));
  }

  /** Archives the classes of an operation, in an empty directory. */
  static ClassArchive archive(Path directory, Operation operation) {
    return ClassArchive.of(directory, OperationMain.class, arguments(directory, operation));
  }

  private static String[] arguments(Path directory, Operation operation) {
    return new String[] {directory.resolve("warm-up").toString(), operation.name()};
  }

  /**
   * What an operation did and what became of it.
   *
   * @param calls the system calls by which it touched the store
   * @param outcome the line it told, or that it was killed
   * @param trace all that the tracer saw
   */
  record Run(List<SystemCall> calls, String outcome, List<String> trace) {

    boolean isAcknowledged() {
      return outcome.startsWith("acknowledged\t");
    }

    boolean isRefusedWith(Class<? extends Exception> type) {
      return outcome.startsWith("refused\t%s\t".formatted(type.getSimpleName()));
    }
  }

  /** Does an operation. */
  Run run(Path store, Durability durability) {
    return run(store, durability, List.of());
  }

  /** Does an operation with one fault. */
  Run run(Path store, Durability durability, Fault fault) {
    return run(store, durability, List.of("-e", fault.expression()));
  }

  /** Lets an operation be killed at the moment it asks for a call, which does not happen then. */
  Run kill(Path store, Durability durability, SystemCall call) {
    String kill = "inject=%s:signal=KILL:when=%d".formatted(call.name(), call.number());
    Path trace = directory.resolve("trace-" + runs++);
    try (ChildProcess tracer = attach(begin(store, durability), trace, List.of("-e", kill))) {
      process.send("go");
      process.awaitExit();
      tracer.awaitExit();
    }
    return read(store, trace, String.join(" ", process.output()));
  }

  private Run run(Path store, Durability durability, List<String> tracerOptions) {
    Path trace = directory.resolve("trace-" + runs++);
    String outcome;
    try (ChildProcess tracer = attach(begin(store, durability), trace, tracerOptions)) {
      process.send("go");
      outcome = process.nextLine();
      tracer.awaitExit();
    }
    return read(store, trace, outcome);
  }

  private String begin(Path store, Durability durability) {
    process.send(String.join("\t", store.toString(), durability.name(), operation.name()));
    return process.awaitLine(line -> line.startsWith("ready ")).substring("ready ".length());
  }

  private static ChildProcess attach(String thread, Path trace, List<String> options) {
    Path strace = RequiredTool.require("strace", "apt-get install -y strace");
    ProcessBuilder command = new ProcessBuilder(strace.toString(), "-y", "-e", "trace=%file,%desc");
    command.command().addAll(options);
    command.command().addAll(List.of("-o", trace.toString(), "-p", thread));
    ChildProcess tracer = ChildProcess.start(command.redirectErrorStream(true));
    String line = tracer.nextLine();
    if (!line.endsWith(" attached")) {
      tracer.close();
      throw new AssertionError(
          "%s; let processes trace each other with: sysctl -w kernel.yama.ptrace_scope=0"
              .formatted(line));
    }
    return tracer;
  }

  private static Run read(Path store, Path trace, String outcome) {
    try {
      List<String> lines = Files.readAllLines(trace);
      Files.delete(trace);
      return new Run(SystemCall.between(lines, store), outcome, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
