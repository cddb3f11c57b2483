package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import io.multiprocess.store.histories.Read.Seen;
import io.multiprocess.store.histories.Write.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The histories of all objects, read from the logs of a run. */
final class Histories {

  private static final Pattern LOG = Pattern.compile("(.+)\\.([0-9]+)\\.[^.]+\\.log");

  private final Map<String, ObjectHistory> objects = new TreeMap<>();
  private final Map<String, Revision> interned = new HashMap<>();
  private final List<String> errors = new ArrayList<>();

  /** The history of an object. */
  ObjectHistory of(String object) {
    return objects.computeIfAbsent(object, ObjectHistory::new);
  }

  Collection<ObjectHistory> all() {
    return objects.values();
  }

  /** What workers said must not happen. */
  List<String> errors() {
    return errors;
  }

  /** Reads all logs of a directory. */
  static Histories read(Path directory) {
    Histories histories = new Histories();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> logs = files.sorted().toList();
      Map<String, Long> starts = new HashMap<>();
      for (Path log : logs) {
        starts.merge(life(log, 0), start(log), Math::min);
      }
      for (Path log : logs) {
        histories.readLog(log, starts.getOrDefault(life(log, 1), Long.MAX_VALUE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return histories;
  }

  private static String life(Path log, int later) {
    Matcher name = LOG.matcher(log.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("'%s' is not a log".formatted(log));
    }
    return name.group(1) + "." + (Integer.parseInt(name.group(2)) + later);
  }

  private static long start(Path log) throws IOException {
    List<String> lines = lines(log);
    return lines.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lines.get(0).split("\t", -1)[1]);
  }

  /** All lines that were finished. */
  private static List<String> lines(Path log) throws IOException {
    String text = Files.readString(log);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    lines.remove(lines.size() - 1);
    return lines;
  }

  /**
   * Reads one log.
   *
   * @param gone when the process that wrote it was gone
   */
  private void readLog(Path log, long gone) throws IOException {
    String name = log.getFileName().toString().replaceAll("\\.log$", "");
    String @Nullable [] begun = null;
    for (String line : lines(log)) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "start" -> {}
        case "begin" -> begun = words;
        case "ack", "refuse", "unknown" -> {
          if (begun == null || !begun[1].equals(words[1])) {
            throw new IllegalStateException(
                "Log %s ends what never began: %s".formatted(log, line));
          }
          add(name, begun, words, gone);
          begun = null;
        }
        case "survey" ->
            of(words[1])
                .add(
                    new Survey(
                        name, words[1], seen(words[2]), seen(words[3]), revisions(words[4])));
        case "error" -> errors.add(name + ": " + words[1]);
        default ->
            of(words[3])
                .add(
                    new Read(
                        ReadKind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                        name,
                        words[3],
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        seen(words[4])));
      }
    }
    if (begun != null) {
      add(name, begun, new String[] {"unknown", begun[1], Long.toString(gone), "killed"}, gone);
    }
  }

  private void add(String log, String[] begun, String[] ended, long gone) {
    boolean told = ended[0].equals("ack");
    Outcome outcome =
        told ? Outcome.ACKNOWLEDGED : ended[0].equals("refuse") ? Outcome.REFUSED : Outcome.UNKNOWN;
    of(begun[4])
        .add(
            new Write(
                log + "." + begun[1],
                WriteKind.valueOf(begun[3]),
                begun[4],
                revisions(begun[5]),
                Long.parseLong(begun[2]),
                outcome == Outcome.UNKNOWN ? gone : Long.parseLong(ended[2]),
                outcome,
                told ? revisions(ended[3]).stream().findFirst() : Optional.empty(),
                ended[ended.length - 1]));
  }

  private List<Revision> revisions(String names) {
    return seen(names).stream().map(Seen::revision).toList();
  }

  private List<Seen> seen(String text) {
    if (text.equals(HistoryLog.NOTHING)) {
      return List.of();
    }
    return Arrays.stream(text.split(",", -1))
        .map(
            part -> {
              String[] both = part.split("=", 2);
              return new Seen(
                  interned.computeIfAbsent(both[0], Revision::parse),
                  both.length == 2 ? both[1] : HistoryLog.NOTHING);
            })
        .toList();
  }
}
