package io.multiprocess.store.histories;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JVM that does random operations in two threads until it is told to be quiet. Then it answers
 * each word it reads with the same word, once done.
 *
 * <pre>
 * quiet               stop
 * sweep &lt;epochs>   read every object, as readers do that finish what others began
 * survey &lt;epochs>  log what every object looks like
 * sample              say how many bytes of the heap are in use when nothing is garbage
 * </pre>
 */
final class HistoryWorkerMain {

  private static final int THREADS = 2;

  private final Workload workload;
  private final FileObjectStore keeping;
  private final FileObjectStore rejecting;
  private final HistoryLog log;
  private volatile boolean quiet;

  private HistoryWorkerMain(
      Workload workload, FileObjectStore keeping, FileObjectStore rejecting, HistoryLog log) {
    this.workload = workload;
    this.keeping = keeping;
    this.rejecting = rejecting;
    this.log = log;
  }

  /**
   * Arguments are the store's directory, the logs' directory, the worker's name, the number of its
   * life, and the workload.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = List.of(arguments);
    Path store = Path.of(words.get(0));
    Path logs = Path.of(words.get(1));
    String worker = words.get(2);
    int life = Integer.parseInt(words.get(3));
    Workload workload = Workload.parse(words.subList(4, words.size()));
    StoreOptions options = StoreOptions.defaults().withDurability(workload.durability());
    try (FileObjectStore keeping = FileObjectStore.open(store, options);
        FileObjectStore rejecting =
            FileObjectStore.open(store, options.withOnStale(OnStale.REJECT));
        HistoryLog log = new HistoryLog(logs, "%s.%d.main".formatted(worker, life))) {
      HistoryWorkerMain main = new HistoryWorkerMain(workload, keeping, rejecting, log);
      main.run(
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      new Thread(
                          () ->
                              main.work(
                                  new HistoryLog(logs, "%s.%d.%d".formatted(worker, life, thread)),
                                  workload.random(worker, life, thread))))
              .toList());
    }
  }

  private void run(List<Thread> threads) throws IOException, InterruptedException {
    threads.forEach(Thread::start);
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    PrintStream answers = new PrintStream(System.out, true, US_ASCII);
    answers.println("ready");
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      List<String> words = List.of(line.split(" ", -1));
      switch (words.get(0)) {
        case "quiet" -> stop(threads);
        case "sweep" -> workload.objectsBefore(Long.parseLong(words.get(1))).forEach(keeping::find);
        case "survey" -> workload.objectsBefore(Long.parseLong(words.get(1))).forEach(this::survey);
        case "sample" -> {
          answers.println("sample " + usedHeap());
          continue;
        }
        default -> throw new IllegalArgumentException(line);
      }
      answers.println(words.get(0));
    }
    stop(threads);
  }

  private void stop(List<Thread> threads) throws InterruptedException {
    quiet = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @SuppressWarnings("SystemGc") // what is garbage says nothing about a leak
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void work(HistoryLog thread, Random random) {
    try (thread) {
      Operations operations = new Operations(keeping, rejecting, thread, random);
      while (!quiet) {
        String object = workload.any(random);
        try {
          operations.perform(object);
        } catch (RuntimeException e) {
          thread.error("Operation on " + object, e);
        }
      }
    }
  }

  private void survey(String object) {
    List<Versioned<ObjectNode>> history = keeping.revisions(object);
    List<Versioned<ObjectNode>> winner = keeping.find(object).stream().toList();
    List<Conflict> conflicts = new ArrayList<>(keeping.conflicts(object));
    log.survey(
        object,
        HistoryLog.seen(winner),
        HistoryLog.seen(history),
        HistoryLog.names(
            conflicts.stream()
                .filter(conflict -> conflict.kind() == Conflict.Kind.EDITS)
                .flatMap(conflict -> conflict.rivals().stream())
                .toList()));
  }
}
