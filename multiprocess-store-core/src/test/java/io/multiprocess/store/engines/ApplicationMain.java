package io.multiprocess.store.engines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JVM behind an {@link Application}: answers each line of its input by one line of JSON. */
final class ApplicationMain {

  private static final ObjectMapper JSON = StoreMapper.builder().build();

  private final FileObjectStore store;
  private final Workload workload;

  private ApplicationMain(FileObjectStore store, Workload workload) {
    this.store = store;
    this.workload = workload;
  }

  /** Arguments are the store's directory and the host's name. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    PrintStream answers = new PrintStream(System.out, true, US_ASCII);
    Workload workload = new Workload(arguments[1]);
    // No power is cut here.
    StoreOptions options =
        StoreOptions.defaults().withDurability(Durability.NONE).withListener(workload);
    try (FileObjectStore store = FileObjectStore.open(Path.of(arguments[0]), options)) {
      ApplicationMain application = new ApplicationMain(store, workload);
      String line = requests.readLine();
      while (line != null) {
        answers.println(JSON.writeValueAsString(application.answer(line.split(" ", -1))));
        line = requests.readLine();
      }
    }
  }

  private Object answer(String[] request) throws InterruptedException {
    switch (request[0]) {
      case "begin" -> workload.begin(store, Long.parseLong(request[1]));
      case "end" -> workload.end();
      case "put" -> store.upsert(request[1], JSON.createObjectNode().put(request[2], true));
      case "settle" -> workload.settle(store, request[1]);
      case "delete" -> workload.delete(store, request[1]);
      case "compact" -> {
        return store.compact(Retention.last(1));
      }
      case "acknowledged" -> {
        return workload.acknowledged();
      }
      case "ledger" -> {
        return workload.ledger();
      }
      case "survey" -> {
        return survey();
      }
      case "documents" -> {
        return documents(Integer.parseInt(request[1]), Integer.parseInt(request[2]));
      }
      case "scrub" -> {
        return store.scrub().findings().stream().map(finding -> finding.file().toString()).toList();
      }
      default -> throw new IllegalArgumentException("Unknown request " + request[0]);
    }
    return true;
  }

  private Map<String, Sight> survey() {
    Map<String, Sight> sights = new TreeMap<>();
    Stream.of(Workload.KEPT, Workload.MORTAL)
        .flatMap(List::stream)
        .forEach(id -> sights.put(id, Sight.of(store, id)));
    try (Stream<String> ids = store.ids()) {
      ids.forEach(id -> sights.computeIfAbsent(id, other -> Sight.of(store, other)));
    }
    return sights;
  }

  private int documents(int count, int characters) {
    ObjectNode document = JSON.createObjectNode().put("text", "x".repeat(characters));
    for (int i = 0; i < count; i++) {
      store.upsert("document-" + i, document);
    }
    return count;
  }
}
