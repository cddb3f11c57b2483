package io.multiprocess.store.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A process that talks in lines. What it prints is read as it comes, every failure tells what it
 * printed, and it does not outlive its test: {@link #close} kills it, and only it.
 */
public final class ChildProcess implements AutoCloseable {

  /** How long a process may keep its test waiting; far more than a loaded machine needs. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int TOLD_LINES = 40;

  private final List<String> command;
  private final Process process;
  private final BlockingQueue<Optional<String>> unread = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
  private final Thread outputReader;
  private final Thread errorReader;

  private ChildProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.outputReader =
        read(
            "output",
            process.getInputStream(),
            line -> {
              output.add(line);
              unread.add(Optional.of(line));
            },
            () -> unread.add(Optional.empty()));
    this.errorReader = read("errors", process.getErrorStream(), errors::add, () -> {});
  }

  /** Starts a command in this process's directory and environment. */
  public static ChildProcess start(List<String> command) {
    return start(new ProcessBuilder(command));
  }

  /** Starts a command as it was prepared. */
  public static ChildProcess start(ProcessBuilder prepared) {
    try {
      return new ChildProcess(List.copyOf(prepared.command()), prepared.start());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + prepared.command(), e);
    }
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes a line to its standard input. */
  public void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw failure("did not take the line '%s'".formatted(line), e);
    }
  }

  /** The next unread line of its standard output. */
  public String nextLine() {
    return awaitLine(line -> true);
  }

  /** The next unread line that fits; lines before it are passed over. */
  public String awaitLine(Predicate<String> expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Optional<String> line = unread.poll(deadline - System.nanoTime(), NANOSECONDS);
        if (line == null) {
          throw failure("did not print the expected line within " + PATIENCE, null);
        }
        if (line.isEmpty()) {
          unread.add(line);
          throw failure("ended without printing the expected line", null);
        }
        if (expected.test(line.get())) {
          return line.get();
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends its input and waits until it ends by itself. */
  public int finish() {
    try {
      process.getOutputStream().close();
    } catch (IOException endedBefore) {
      // The exit code tells.
    }
    return awaitExit();
  }

  /** Waits until it ends; all that it printed has been read then. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toNanos(), NANOSECONDS)) {
        throw failure("did not end within " + PATIENCE, null);
      }
      outputReader.join(PATIENCE.toMillis());
      errorReader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits until it ends, or a time is over; whether it has ended. */
  public boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toNanos(), NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Kills it as {@code kill -9} does and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Everything it has printed on its standard output so far. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** Everything it has printed on its standard error so far. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    kill();
  }

  private AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return failure("was waited for by an interrupted thread", e);
  }

  private AssertionError failure(String what, @Nullable Throwable cause) {
    String state = process.isAlive() ? "alive" : "exit code " + process.exitValue();
    return new AssertionError(
        "Process %d (%s, %s) %s%noutput:%n%s%nerrors:%n%s"
            .formatted(
                pid(), command.get(command.size() - 1), state, what, tail(output), tail(errors)),
        cause);
  }

  private static String tail(ConcurrentLinkedQueue<String> lines) {
    List<String> all = List.copyOf(lines);
    return String.join(
        System.lineSeparator(), all.subList(Math.max(0, all.size() - TOLD_LINES), all.size()));
  }

  private static Thread read(
      String name, InputStream stream, Consumer<String> each, Runnable afterLast) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                lines.lines().forEach(each);
              } catch (IOException | UncheckedIOException killed) {
                // There is nothing more to read.
              } finally {
                afterLast.run();
              }
            },
            "child-process-" + name);
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
