package io.multiprocess.store.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system call by which an operation touched the store.
 *
 * @param name name of the call
 * @param number how many calls of that name the thread had made with it
 * @param paths paths in the store that it was about, with temporary names and tokens made equal
 */
record SystemCall(String name, int number, List<String> paths) {

  private static final Pattern CALL = Pattern.compile("^([a-z0-9_]+)\\(");
  private static final String BEGIN = "\"/mark-of-begin\"";
  private static final String END = "\"/mark-of-end\"";

  /** Calls between the marks that touched the store, in order. */
  static List<SystemCall> between(List<String> trace, Path root) {
    Pattern path = Pattern.compile("[\"<]" + Pattern.quote(root.toString()) + "(/[^\">]*)?[\">]");
    Map<String, Integer> numbers = new HashMap<>();
    List<SystemCall> calls = new ArrayList<>();
    boolean begun = false;
    for (String line : trace) {
      Matcher call = CALL.matcher(line);
      if (!call.find()) {
        continue;
      }
      int number = numbers.merge(call.group(1), 1, Integer::sum);
      if (line.contains(END)) {
        return List.copyOf(calls);
      }
      List<String> paths =
          path.matcher(line)
              .results()
              .map(found -> found.group(1) == null ? "." : normal(found.group(1).substring(1)))
              .distinct()
              .toList();
      if (begun && !paths.isEmpty()) {
        calls.add(new SystemCall(call.group(1), number, paths));
      }
      begun |= line.contains(BEGIN);
    }
    return List.copyOf(calls);
  }

  private static String normal(String path) {
    return path.replaceAll("tmp/[0-9a-z]+-[0-9]+-[0-9a-z]+-[0-9a-z]+", "tmp/T")
        .replaceAll("-[0-9a-f]{32}", "-R")
        .replaceAll("-R\\.[0-9a-f]+", "-R.D");
  }

  @Override
  public String toString() {
    return "%s #%d of %s".formatted(name, number, String.join(" and ", paths));
  }
}
