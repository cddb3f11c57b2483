package io.multiprocess.store.benchmarks.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.contenders.Contender;
import io.multiprocess.store.benchmarks.contenders.Person;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process behind a {@link WorkerProcess} of a contender in Java. Arguments are the candidate,
 * the directory, whether to be durable, and the id of an object to read at once, or none.
 */
public final class WorkerMain {

  private static final JsonMapper JSON = new JsonMapper();

  private WorkerMain() {}

  /** Runs until its input ends. What contenders print goes where errors go. */
  public static void main(String[] arguments) throws Exception {
    PrintStream replies = System.out;
    System.setOut(System.err);
    try (Loops loops = open(replies, arguments);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        say(replies, loops.run(JSON.readValue(line, Command.class)));
      }
    }
  }

  private static Loops open(PrintStream replies, String[] arguments) throws Exception {
    Candidate candidate = Candidate.ofKey(arguments[0]);
    Path directory = Path.of(arguments[1]);
    boolean durable = Boolean.parseBoolean(arguments[2]);
    try {
      long start = System.nanoTime();
      Contender contender = candidate.open(directory, durable);
      long opened = System.nanoTime();
      if (arguments.length > 3) {
        Person unused = contender.get(arguments[3]);
      }
      long read = arguments.length > 3 ? System.nanoTime() - opened : 0;
      say(replies, new Ready(opened - start, read, ""));
      return new Loops(contender, () -> candidate.open(directory, durable));
    } catch (Exception e) {
      say(replies, new Ready(0, 0, e.toString()));
      throw e;
    }
  }

  private static void say(PrintStream replies, Object reply) {
    replies.println(JSON.writeValueAsString(reply));
    replies.flush();
  }
}
