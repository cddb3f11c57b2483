package io.multiprocess.store.histories;

import io.multiprocess.store.interop.NpmPeer;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker of a run, in the process of its present life. */
final class Worker implements AutoCloseable {

  private final String name;
  private final List<String> place;
  private final Workload workload;
  private int life;
  private ChildProcess process;

  /** Starts a worker; one whose name begins with "npm" uses the npm package. */
  Worker(String name, Path store, Path logs, Workload workload) {
    this.name = name;
    this.place = List.of(store.toString(), logs.toString(), name);
    this.workload = workload;
    this.process = begin();
  }

  boolean isNpm() {
    return name.startsWith("npm");
  }

  String name() {
    return name;
  }

  /** Beginning of the names of its logs in this life. */
  String logs() {
    return "%s.%d.".formatted(name, life);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Kills it as {@code kill -9} does.
   *
   * @throws AssertionError if it had ended by itself
   */
  void kill() {
    requireAlive();
    process.kill();
  }

  /** Begins its next life. */
  void restart() {
    life++;
    process = begin();
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      process.awaitLine(line -> false);
    }
  }

  /** Gives it a word to do something. */
  void tell(String word) {
    process.send(word);
  }

  /** Waits until it has done it, and returns its answer. */
  String awaitDone(String word) {
    String verb = word.split(" ", -1)[0];
    return process.awaitLine(line -> line.split(" ", -1)[0].equals(verb));
  }

  /** Lets it end by itself. */
  int finish() {
    return process.finish();
  }

  private ChildProcess begin() {
    List<String> arguments = new ArrayList<>(place);
    arguments.add(Integer.toString(life));
    arguments.addAll(workload.arguments());
    return isNpm()
        ? NpmPeer.startScript("history-worker.mjs", arguments)
        : JavaProcess.start(HistoryWorkerMain.class, arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    process.close();
  }
}
