package io.multiprocess.store.engines;

import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** A JVM on a host, which has that host's copy of the store open. */
final class Application implements AutoCloseable {

  private static final ObjectMapper JSON = StoreMapper.builder().build();

  private final Path store;
  private final ChildProcess process;

  private Application(Path store, ChildProcess process) {
    this.store = store;
    this.process = process;
  }

  /** Starts it; the first request waits until the store is open. */
  static Application start(Network network, int host, Path store) {
    List<String> command =
        JavaProcess.command(
            // Its warnings would stand among the answers.
            List.of("-XX:-UsePerfData"), ApplicationMain.class, store.toString(), "host" + host);
    return new Application(store, ChildProcess.start(network.on(host, command)));
  }

  /** The host's copy of the store. */
  Path store() {
    return store;
  }

  /** Begins to write and read at random. */
  void begin(long seed) {
    ask("begin " + seed);
  }

  /** Waits until nothing is under way any more. */
  void end() {
    ask("end");
  }

  /** Adds a field to an object. */
  void put(String id, String field) {
    ask("put %s %s".formatted(id, field));
  }

  /** Settles the conflict of an object, if there is one. */
  void settle(String id) {
    ask("settle " + id);
  }

  /** Deletes an object. */
  void delete(String id) {
    ask("delete " + id);
  }

  /** Retires all that is superseded. */
  void compact() {
    ask("compact");
  }

  /** Writes documents of a size, {@code document-0} and so on. */
  void documents(int count, int characters) {
    ask("documents %d %d".formatted(count, characters));
  }

  /** How many writes were acknowledged so far. */
  long acknowledged() {
    return Long.parseLong(ask("acknowledged"));
  }

  /** What the store told it. */
  Ledger ledger() {
    return JSON.readValue(ask("ledger"), Ledger.class);
  }

  /** What it sees of each object; it sweeps what it finds dead. */
  Map<String, Sight> survey() {
    return JSON.readValue(ask("survey"), new TypeReference<Map<String, Sight>>() {});
  }

  /** Files in the host's copy, relative to it, that are not as they should be. */
  List<String> scrub() {
    return JSON.readValue(ask("scrub"), new TypeReference<List<String>>() {});
  }

  @Override
  public void close() {
    process.close();
  }

  private String ask(String request) {
    process.send(request);
    return process.nextLine();
  }
}
