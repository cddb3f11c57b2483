package io.multiprocess.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads and edits of a known object ask the operating system for. */
@Tag("full")
class HotCallsTests {

  private static final Pattern MARK = Pattern.compile("^(\\d+) .*access\\(\"/mark-of-([a-z]+)\"");
  private static final Pattern CALL = Pattern.compile("^(\\d+) +([a-z0-9_]+)\\((.*)$");

  @TempDir Path temp;

  /** One stat a read, and one more of the tombstones every 10 ms. */
  @Test
  void readIsOneCallAndWithADelayNone() throws IOException {
    Map<String, List<String>> calls = calls(Durability.NONE);

    List<String> reads = calls.getOrDefault("reads", List.of());
    assertThat(reads).allMatch(call -> call.contains("stat"));
    assertThat(reads.stream().filter(call -> !call.contains(".tombstones")))
        .hasSize(HotCallsMain.TIMES);
    assertThat(reads).hasSizeLessThan(HotCallsMain.TIMES * 3 / 2);
    List<String> others = calls.getOrDefault("othersreads", List.of());
    assertThat(others.stream().filter(call -> !call.contains(".tombstones")))
        .hasSize(HotCallsMain.OTHERS);
    assertThat(others)
        .as("with one look for all of them, however long ago each was read")
        .hasSizeLessThan(HotCallsMain.OTHERS * 3 / 2);
    assertThat(calls.getOrDefault("delayedreads", List.of("none")))
        .as("but asking now and then whether anybody shares the counts")
        .hasSizeLessThan(HotCallsMain.TIMES / 20);
  }

  /** However many revisions there are, none is listed. */
  @Test
  void updateListsNothing() throws IOException {
    List<String> updates = calls(Durability.FULL).getOrDefault("updates", List.of());

    assertThat(updates).noneMatch(call -> call.startsWith("getdents"));
    assertThat(updates.stream().filter(call -> call.startsWith("fsync")))
        .hasSize(HotCallsMain.TIMES);
    assertThat(updates.stream().filter(call -> call.startsWith("rename")))
        .hasSize(HotCallsMain.TIMES);
    assertThat(updates.size())
        .as(
            "open, write, rename, fsync, a byte read, close, and a few looks whether all stands"
                + " where it did")
        .isLessThan(13 * HotCallsMain.TIMES);
  }

  private Map<String, List<String>> calls(Durability durability) throws IOException {
    Path strace = RequiredTool.require("strace", "apt-get install -y strace");
    Path trace = temp.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(strace.toString(), "-f", "-e", "trace=%file,%desc", "-o", trace.toString()));
    command.addAll(
        JavaProcess.command(
            List.of(),
            HotCallsMain.class,
            temp.toRealPath().resolve("store").toString(),
            durability.name()));
    try (ChildProcess process = ChildProcess.start(command)) {
      assertThat(process.finish()).isZero();
    }

    Map<String, List<String>> calls = new HashMap<>();
    List<String> those = new ArrayList<>();
    String thread = "";
    for (String line : Files.readAllLines(trace)) {
      Matcher mark = MARK.matcher(line);
      Matcher call = CALL.matcher(line);
      if (mark.find()) {
        thread = mark.group(1);
        those = new ArrayList<>();
        calls.put(mark.group(2), those);
      } else if (call.find() && call.group(1).equals(thread) && !isOfTheJvm(call)) {
        those.add(call.group(2) + "(" + call.group(3));
      }
    }
    return calls;
  }

  /** Memory, and classes that are loaded late; seeds of random numbers come 256 bytes at a time. */
  private static boolean isOfTheJvm(Matcher call) {
    String arguments = call.group(3);
    return call.group(2).equals("mmap")
        || call.group(2).startsWith("pread")
        || (call.group(2).equals("read") && arguments.contains(", 256"))
        || arguments.contains(".class\"")
        || arguments.contains(".jar");
  }
}
