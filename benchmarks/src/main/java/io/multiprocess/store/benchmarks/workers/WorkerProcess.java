package io.multiprocess.store.benchmarks.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.contenders.Person;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that has a contender open: a JVM or Node. It is killed when it does not answer for
 * long, and does not outlive its run.
 */
public final class WorkerProcess implements Worker {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(30);
  private static final String SCRIPT = "contender.mjs";

  private final Candidate candidate;
  private final Process process;
  private final Path log;
  private final BufferedReader replies;
  private final BufferedWriter commands;
  private final long started;
  private @Nullable Ready ready;
  private long readyNanos;

  private WorkerProcess(Candidate candidate, Process process, Path log, long started) {
    this.candidate = candidate;
    this.process = process;
    this.log = log;
    this.replies = process.inputReader(UTF_8);
    this.commands = process.outputWriter(UTF_8);
    this.started = started;
  }

  /**
   * Starts a process that opens a contender.
   *
   * @param prefix a command that runs it, such as a tracer with its options; usually none
   * @param options of its JVM, if it is one
   */
  public static WorkerProcess start(
      List<String> prefix,
      List<String> options,
      Candidate candidate,
      Path directory,
      boolean durable)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(candidate.isNode() ? node() : java(options));
    return start(command, candidate, directory, durable, List.of());
  }

  /** Starts a process that opens a contender and reads its first object at once. */
  public static WorkerProcess startReading(
      List<String> options, Candidate candidate, Path directory, boolean durable)
      throws IOException {
    return start(
        candidate.isNode() ? node() : java(options),
        candidate,
        directory,
        durable,
        List.of(Person.id(0)));
  }

  private static WorkerProcess start(
      List<String> runner,
      Candidate candidate,
      Path directory,
      boolean durable,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(runner);
    command.addAll(List.of(candidate.key(), directory.toString(), Boolean.toString(durable)));
    command.addAll(arguments);
    Path log = Files.createTempFile(directory.getParent(), candidate.key() + "-", ".log");
    long started = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    return new WorkerProcess(candidate, process, log, started);
  }

  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    return command;
  }

  private static List<String> node() {
    return List.of("node", nodeFolder().resolve(SCRIPT).toString());
  }

  /** Where the script and its packages are, below this module's directory. */
  public static Path nodeFolder() {
    return Path.of("src", "main", "npm").toAbsolutePath();
  }

  /** What it had to say when it had opened its contender, or could not. */
  @Override
  public Ready ready() throws IOException {
    if (ready == null) {
      ready = JSON.readValue(nextLine(), Ready.class);
      readyNanos = System.nanoTime() - started;
    }
    return ready;
  }

  /** Waits until the contender is open. */
  public WorkerProcess awaitOpen() throws IOException {
    if (!ready().failure().isEmpty()) {
      throw failure("could not open: " + ready().failure());
    }
    return this;
  }

  @Override
  public long readyNanos() {
    return readyNanos;
  }

  @Override
  public Reply call(Command command) throws IOException {
    send(command);
    Reply reply = receive();
    if (reply.errors() > 0) {
      throw failure("failed at %s: %s".formatted(command, reply.error()));
    }
    return reply;
  }

  /** Says what to do. */
  public void send(Command command) throws IOException {
    commands.write(JSON.writeValueAsString(command));
    commands.newLine();
    commands.flush();
  }

  /** Waits until the last command is done. */
  public Reply receive() throws IOException {
    return JSON.readValue(nextLine(), Reply.class);
  }

  private String nextLine() throws IOException {
    Thread guard = new Thread(this::killWhenLate, "guard of " + candidate.key());
    guard.setDaemon(true);
    guard.start();
    String line = replies.readLine();
    guard.interrupt();
    if (line == null) {
      throw failure("ended");
    }
    return line;
  }

  private void killWhenLate() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException answered) {
      Thread.currentThread().interrupt();
    }
  }

  private IOException failure(String what) throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    List<String> last = lines.subList(Math.max(0, lines.size() - 12), lines.size());
    return new IOException(
        "Worker of %s %s%n%s".formatted(candidate.title(), what, String.join("\n", last)));
  }

  /** Ends its input, and kills it if it does not end then. */
  @Override
  public void close() throws IOException {
    try (replies) {
      commands.close();
      if (!process.waitFor(TIME_TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("did not end within " + TIME_TO_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
