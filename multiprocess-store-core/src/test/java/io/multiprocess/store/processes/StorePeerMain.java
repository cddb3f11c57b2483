package io.multiprocess.store.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JVM behind a {@link StorePeer}: answers requests until its input ends. */
final class StorePeerMain {

  /** What a mount of GlusterFS answers while it knows no host whose copy is right. */
  private static final String LOST_HOSTS = "Transport endpoint is not connected";

  private static final int MOST_REFUSALS = 50;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ObjectStore store;
  private final String name;

  private StorePeerMain(ObjectStore store, String name) {
    this.store = store;
    this.name = name;
  }

  /** Arguments are the store's directory, the peer's name and the grace for npm's creates. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    PrintStream answers = new PrintStream(System.out, true, US_ASCII);
    StoreOptions options = StoreOptions.defaults().withCreateGrace(Duration.parse(arguments[2]));
    try (ObjectStore store = FileObjectStore.open(Path.of(arguments[0]), options)) {
      StorePeerMain peer = new StorePeerMain(store, arguments[1]);
      answers.println(PeerProtocol.READY);
      String line = requests.readLine();
      while (line != null) {
        answers.println(peer.answer(line));
        line = requests.readLine();
      }
    }
  }

  private String answer(String line) {
    ObjectNode answer = PeerProtocol.object();
    try {
      answer.set("ok", perform((ObjectNode) PeerProtocol.JSON.readTree(line)));
    } catch (RuntimeException e) {
      answer.put("error", describe(e));
    }
    return PeerProtocol.JSON.writeValueAsString(answer);
  }

  private JsonNode perform(ObjectNode request) {
    String id = request.path("id").asString("");
    return switch (request.get("op").stringValue()) {
      case "create" -> json(created(id, (ObjectNode) request.get("value")));
      case "createAll" -> createAll(request.get("ids"));
      case "get" -> PeerProtocol.encode(store.get(id));
      case "update" -> json(store.update(PeerProtocol.decode(request)).revision().toString());
      case "upsert" ->
          json(store.upsert(id, (ObjectNode) request.get("value")).revision().toString());
      case "delete" -> json(store.delete(id));
      case "conflicts" -> conflicts(id);
      case "position" -> json(store.changes().position());
      case "all" -> all();
      case "edit" -> edit(request.get("ids"), request.get("rounds").intValue());
      default -> throw new IllegalArgumentException("Unknown request " + request);
    };
  }

  private boolean created(String id, ObjectNode value) {
    try {
      store.create(id, value);
      return true;
    } catch (ObjectExistsException e) {
      return false;
    }
  }

  private ArrayNode createAll(JsonNode ids) {
    ArrayNode created = PeerProtocol.JSON.createArrayNode();
    for (JsonNode id : ids) {
      if (createdByThis(id.stringValue())) {
        created.add(id);
      }
    }
    return created;
  }

  /**
   * Creates an object unless it is there. A mount that has lost its hosts for a moment tells nobody
   * whether a call was carried out, so who repeats it looks whose object it is.
   */
  private boolean createdByThis(String id) {
    ObjectNode value = PeerProtocol.object().put("by", name);
    for (int refusals = 0; ; refusals++) {
      try {
        return created(id, value) || (refusals > 0 && store.get(id).value().equals(value));
      } catch (StoreAccessException e) {
        if (refusals == MOST_REFUSALS || !e.toString().contains(LOST_HOSTS)) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private ArrayNode conflicts(String id) {
    ArrayNode groups = PeerProtocol.JSON.createArrayNode();
    for (Conflict conflict : store.conflicts(id)) {
      ArrayNode group = groups.addArray();
      conflict.rivals().forEach(rival -> group.add(rival.toString()));
    }
    return groups;
  }

  private ArrayNode all() {
    ArrayNode objects = PeerProtocol.JSON.createArrayNode();
    try (Stream<Versioned<ObjectNode>> winners = store.all()) {
      winners.map(PeerProtocol::encode).forEach(objects::add);
    }
    return objects;
  }

  private ObjectNode edit(JsonNode ids, int rounds) {
    ObjectNode report = PeerProtocol.object().put("tornReads", 0);
    ArrayNode errors = report.putArray("errors");
    ObjectNode acknowledged = report.putObject("acknowledged");
    ids.forEach(id -> acknowledged.putArray(id.stringValue()));
    for (int round = 0; round < rounds; round++) {
      for (JsonNode id : ids) {
        try {
          Versioned<ObjectNode> read = store.get(id.stringValue());
          ObjectNode edited = read.value();
          edited.put("edits", edited.path("edits").asInt(0) + 1);
          edited.put("by", name + " in round " + round);
          Versioned<ObjectNode> written = store.update(read.withValue(edited));
          ((ArrayNode) acknowledged.get(id.stringValue())).add(written.revision().toString());
        } catch (RuntimeException e) {
          errors.add(describe(e));
        }
      }
    }
    return report;
  }

  private static JsonNode json(Object value) {
    return PeerProtocol.JSON.valueToTree(value);
  }

  /** A failure and its causes, and where in the store the first of them arose. */
  private static String describe(RuntimeException e) {
    StringBuilder description = new StringBuilder(e.toString());
    Throwable first = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      description.append("; caused by ").append(cause);
      first = cause;
    }
    List<StackTraceElement> own =
        Stream.of(first.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.multiprocess.store."))
            .limit(5)
            .toList();
    return description.append(" at ").append(own).toString();
  }
}
