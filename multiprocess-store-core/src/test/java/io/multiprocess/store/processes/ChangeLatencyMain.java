package io.multiprocess.store.processes;

import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures how soon changes are told, and what it costs to wait for them. Prints the figures of
 * {@code docs/changes.md}.
 *
 * <pre>
 * ChangeLatencyMain latency &lt;empty directory&gt; &lt;writes&gt;   from the acknowledgement to the listener
 * ChangeLatencyMain idle &lt;empty directory&gt; &lt;objects&gt;     processor time of a minute without changes
 * </pre>
 */
final class ChangeLatencyMain {

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String TOKEN = "-833f0fbe0c424fd390e7a5b55c35aee3";
  private static final int LOOKED_FOR = 10;

  private ChangeLatencyMain() {}

  /** Arguments are what to do, the directory and how many. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "latency" -> latency(directory, count);
      case "idle" -> idle(directory, count);
      case "edit" -> edit(directory, count);
      default -> throw new IllegalArgumentException("Unknown task " + arguments[0]);
    }
  }

  private static void latency(Path directory, int count) throws IOException {
    ConcurrentMap<String, Long> heard = new ConcurrentHashMap<>();
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS);
        ChangeFeed feed = store.watch(change -> heard.put(key(change), System.nanoTime()))) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
      report("the same opened store", edits(store, "own", count), heard);
      Map<String, Long> others = new LinkedHashMap<>();
      try (ChildProcess jvm =
          JavaProcess.start(ChangeLatencyMain.class, "edit", directory.toString(), "" + count)) {
        for (int i = 0; i < count; i++) {
          String[] written = jvm.nextLine().split(" ", -1);
          others.put(written[0], Long.valueOf(written[1]));
        }
        jvm.awaitExit();
      }
      report("another JVM", others, heard);
      Map<String, Long> files = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        Files.createDirectory(directory.resolve("file-" + i));
        files.put(file(directory, "file-" + i, 0), System.nanoTime());
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      report("a new object as files", files, heard);
      Map<String, Long> edits = new LinkedHashMap<>();
      for (int i = 0; i < LOOKED_FOR; i++) {
        edits.put(file(directory, "file-" + i, 1), System.nanoTime());
        LockSupport.parkNanos(OPTIONS.changesInterval().toNanos() * 11 / 10);
      }
      report("an edit as a file", edits, heard);
      System.out.println("open " + feed.isOpen());
    }
  }

  private static String file(Path directory, String id, int generation) throws IOException {
    Files.writeString(directory.resolve(id).resolve(generation + TOKEN), "{}");
    return id + "@" + generation + TOKEN;
  }

  private static void edit(Path directory, int count) {
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      edits(store, "other", count).forEach((key, at) -> System.out.println(key + " " + at));
    }
  }

  /** When edits of an object were acknowledged. */
  private static Map<String, Long> edits(ObjectStore store, String id, int count) {
    Map<String, Long> acknowledged = new LinkedHashMap<>();
    Versioned<ObjectNode> object = store.create(id, PeerProtocol.object());
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      object = store.update(object.withValue(PeerProtocol.object().put("n", i)));
      acknowledged.put(id + "@" + object.revision(), System.nanoTime());
    }
    return acknowledged;
  }

  private static String key(Change change) {
    return change.id() + "@" + change.revision().map(Object::toString).orElse("");
  }

  private static void report(String writer, Map<String, Long> written, Map<String, Long> heard) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!heard.keySet().containsAll(written.keySet()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    double[] millis =
        written.entrySet().stream()
            .filter(each -> heard.containsKey(each.getKey()))
            .mapToDouble(each -> (heard.getOrDefault(each.getKey(), 0L) - each.getValue()) / 1e6)
            .sorted()
            .toArray();
    System.out.printf(
        "%-22s n %d of %d, median %.3f ms, p99 %.3f ms, max %.3f ms%n",
        writer,
        millis.length,
        written.size(),
        millis[millis.length / 2],
        millis[Math.min(millis.length - 1, millis.length * 99 / 100)],
        Arrays.stream(millis).max().orElse(0));
  }

  private static void idle(Path directory, int objects) throws IOException {
    for (int i = 0; i < objects; i++) {
      Path object = Files.createDirectories(directory.resolve("object-" + i));
      Files.writeString(object.resolve(0 + TOKEN), "{}");
    }
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      long start = System.nanoTime();
      try (ChangeFeed feed = store.watch(change -> System.out.println(change))) {
        System.out.printf("watched after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        // What was young when it was first looked at is looked at once more.
        LockSupport.parkNanos(Duration.ofSeconds(35).toNanos());
        Duration before = processorTime();
        LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
        System.out.printf(
            "%d objects, %d ms of processor time in a minute, %d MB of heap, open %s%n",
            objects,
            processorTime().minus(before).toMillis(),
            heapAfterCollection() >> 20,
            feed.isOpen());
      }
    }
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
