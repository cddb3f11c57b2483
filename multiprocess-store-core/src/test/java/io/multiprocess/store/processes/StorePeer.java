package io.multiprocess.store.processes;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Another process that has a store open and does there what it is told.
 *
 * <p>What the peer's store throws fails the test, with the peer's message.
 */
public final class StorePeer implements AutoCloseable {

  private final String name;
  private final ChildProcess process;

  private StorePeer(String name, ChildProcess process) {
    this.name = name;
    this.process = process;
  }

  /**
   * A JVM with the store open; it need not be ready yet.
   *
   * @param createGrace how long its creates wait for the first file of npm's
   */
  public static StorePeer java(String name, Path store, Duration createGrace) {
    return of(
        name,
        JavaProcess.start(StorePeerMain.class, store.toString(), name, createGrace.toString()));
  }

  /** Several such JVMs, named {@code <prefix>0}, {@code <prefix>1} and so on. */
  public static List<StorePeer> java(int count, String prefix, Path store, Duration createGrace) {
    return IntStream.range(0, count).mapToObj(i -> java(prefix + i, store, createGrace)).toList();
  }

  /** A process of any kind that speaks the same lines. */
  public static StorePeer of(String name, ChildProcess process) {
    return new StorePeer(name, process);
  }

  /** Waits until the peer has opened the store. */
  public StorePeer awaitReady() {
    process.awaitLine(PeerProtocol.READY::equals);
    return this;
  }

  /** Lets all peers do one thing at the same time; the results in the order of the peers. */
  public static <R> List<R> together(List<StorePeer> peers, Function<StorePeer, R> task) {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(peers.size());
    try {
      List<Future<R>> results = new ArrayList<>();
      for (StorePeer peer : peers) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.apply(peer);
                }));
      }
      start.countDown();
      List<R> done = new ArrayList<>();
      for (Future<R> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Kills peers that a test has no more use for. */
  public static void closeAll(Collection<StorePeer> peers) {
    peers.forEach(StorePeer::close);
  }

  /** Name of the peer, which also signs its edits. */
  public String name() {
    return name;
  }

  /** The process behind. */
  public ChildProcess process() {
    return process;
  }

  /** Creates an object; false if it exists. */
  public boolean create(String id, ObjectNode value) {
    return call("create", id, value).booleanValue();
  }

  /** Tries to create every one of the objects; those that this peer created. */
  public List<String> createAll(List<String> ids) {
    return strings(call(request("createAll").set("ids", array(ids))));
  }

  /** Reads the winner of an object. */
  public Versioned<ObjectNode> get(String id) {
    return PeerProtocol.decode(call(request("get").put("id", id)));
  }

  /** Publishes an edit of the revision it was read from. */
  public Revision update(Versioned<ObjectNode> edited) {
    ObjectNode request = PeerProtocol.encode(edited).put("op", "update");
    return Revision.parse(call(request).stringValue());
  }

  /** Creates an object or lays fields over it. */
  public void upsert(String id, ObjectNode fields) {
    call("upsert", id, fields);
  }

  /** Deletes an object. */
  public void delete(String id) {
    call(request("delete").put("id", id));
  }

  /** Where a Java peer's changes feed stands. */
  public String position() {
    return call(request("position")).stringValue();
  }

  /** Names of rival revisions, grouped by generation. */
  public List<List<String>> conflicts(String id) {
    List<List<String>> groups = new ArrayList<>();
    call(request("conflicts").put("id", id)).forEach(group -> groups.add(strings(group)));
    return groups;
  }

  /** Winners of all objects by id. */
  public Map<String, Versioned<ObjectNode>> all() {
    Map<String, Versioned<ObjectNode>> objects = new LinkedHashMap<>();
    for (JsonNode encoded : call(request("all"))) {
      Versioned<ObjectNode> object = PeerProtocol.decode(encoded);
      objects.put(object.id(), object);
    }
    return objects;
  }

  /** Reads and edits each of the objects, one after the other, as many rounds as told. */
  public EditReport edit(List<String> ids, int rounds) {
    ObjectNode request = request("edit").put("rounds", rounds);
    JsonNode report = call(request.set("ids", array(ids)));
    Map<String, List<Revision>> acknowledged = new LinkedHashMap<>();
    report
        .get("acknowledged")
        .properties()
        .forEach(
            entry ->
                acknowledged.put(
                    entry.getKey(),
                    strings(entry.getValue()).stream().map(Revision::parse).toList()));
    return new EditReport(
        acknowledged, report.get("tornReads").intValue(), strings(report.get("errors")));
  }

  /** Ends the peer as its own program would end: its input ends, it closes the store and exits. */
  public int finish() {
    return process.finish();
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return name;
  }

  private JsonNode call(String operation, String id, ObjectNode value) {
    return call(request(operation).put("id", id).set("value", value));
  }

  private JsonNode call(ObjectNode request) {
    process.send(PeerProtocol.JSON.writeValueAsString(request));
    JsonNode answer = PeerProtocol.JSON.readTree(process.awaitLine(line -> line.startsWith("{")));
    if (answer.has("error")) {
      throw new AssertionError(
          "%s failed to %s: %s".formatted(name, request, answer.get("error").stringValue()));
    }
    return answer.get("ok");
  }

  private static ObjectNode request(String operation) {
    return PeerProtocol.object().put("op", operation);
  }

  private static ArrayNode array(List<String> strings) {
    ArrayNode array = PeerProtocol.JSON.createArrayNode();
    strings.forEach(array::add);
    return array;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.stringValue()));
    return strings;
  }
}
