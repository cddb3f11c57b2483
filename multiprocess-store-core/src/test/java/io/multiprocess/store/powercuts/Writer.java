package io.multiprocess.store.powercuts;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JVM that writes to one store after another and outlives the disks they lie on. */
final class Writer implements AutoCloseable {

  private static final String OPENED = "opened";

  private final ChildProcess process = JavaProcess.start(WriterMain.class);

  /** Opens a store, which it forgets the one before for. */
  void open(Path store, Durability durability) {
    process.send("open %s %s".formatted(store, durability));
    process.awaitLine(OPENED::equals);
  }

  /** Does one write, which must be acknowledged. */
  void write(Write.Kind kind, String id, long number) {
    process.send("%s %s %d".formatted(kind, id, number));
    String line = process.awaitLine(told -> !told.startsWith("begin "));
    if (!line.startsWith("done ")) {
      throw new AssertionError("%s of '%s' was not acknowledged: %s".formatted(kind, id, line));
    }
  }

  /** Begins random writes. */
  void run(long seed, long firstNumber) {
    process.send("run %d %d".formatted(seed, firstNumber));
  }

  /** Waits until some more of the random writes are acknowledged. */
  void awaitAcknowledged(int count) {
    for (int i = 0; i < count; i++) {
      process.awaitLine(line -> line.startsWith("done "));
    }
  }

  /** Ends random writes. */
  void stop() {
    process.send("stop");
    process.awaitLine("stopped"::equals);
  }

  /** All that it told of the store it opened last, by number. */
  Map<Long, Write> writes() {
    List<String> output = process.output();
    Map<Long, Write> writes = new LinkedHashMap<>();
    for (String line : output.subList(output.lastIndexOf(OPENED) + 1, output.size())) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "begin" -> {
          long number = Long.parseLong(words[1]);
          Write.Kind kind = Write.Kind.valueOf(words[2]);
          long begun = Long.parseLong(words[4]);
          writes.put(number, new Write(number, kind, words[3], begun, Long.MAX_VALUE, null));
        }
        case "done" ->
            writes.computeIfPresent(
                Long.parseLong(words[1]),
                (number, begun) ->
                    new Write(
                        number,
                        begun.kind(),
                        begun.id(),
                        begun.begun(),
                        Long.parseLong(words[2]),
                        Revision.isRevision(words[3]) ? Revision.parse(words[3]) : null));
        case "refused" -> writes.remove(Long.parseLong(words[1]));
        default -> {}
      }
    }
    return writes;
  }

  /** Lines that tell of writes of unknown effect. */
  List<String> failures() {
    List<String> output = process.output();
    return output.subList(output.lastIndexOf(OPENED) + 1, output.size()).stream()
        .filter(line -> line.startsWith("failed "))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
