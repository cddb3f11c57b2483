package io.multiprocess.store.engines;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * rsync between the first host, whose daemon serves its copy, and all others, as the documentation
 * shows it.
 */
final class Rsync implements AutoCloseable {

  private static final Path DOCUMENTED = Path.of("../docs/replication").toAbsolutePath();
  private static final String REMEDY = "apt-get install -y rsync";
  private static final String HUB = "rsync://%s/users".formatted(Network.address(1));

  /** Exit codes of a pass in which something was swept away. */
  private static final Set<Integer> INCOMPLETE = Set.of(23, 24);

  /** Exit codes of a pass that lost its connection, or had none. */
  private static final Set<Integer> CUT_OFF = Set.of(10, 12, 30);

  /** Exit code of a pass that was killed. */
  static final int KILLED = 128 + 9;

  private static final int PASSES_OF_WHICH_ONE_IS_KILLED = 5;

  private final Hosts hosts;
  private final Path directory;
  private final ChildProcess daemon;
  private final List<Thread> passers = new ArrayList<>();
  private final Queue<Integer> exits = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean going = true;

  private Rsync(Hosts hosts, Path directory, ChildProcess daemon) {
    this.hosts = hosts;
    this.directory = directory;
    this.daemon = daemon;
  }

  /**
   * Starts the daemon.
   *
   * @param directory where its configuration is kept, and what passes print
   * @param options of the daemon, beside its configuration
   */
  static Rsync start(Hosts hosts, Path directory, String... options) {
    Path rsync = RequiredTool.require("rsync", REMEDY);
    try {
      Path store = hosts.on(1).store();
      // As the documentation tells: a store makes it with its first write, which may be later.
      Files.createDirectories(store.resolve(".local/tmp"));
      Path configuration = directory.resolve("rsyncd.conf");
      Files.writeString(
          configuration,
          Files.readString(DOCUMENTED.resolve("rsyncd.conf"))
              .replace("/srv/store/users", store.toString())
              .replace("id = app", "id = root"));
      List<String> command =
          new ArrayList<>(
              List.of(rsync.toString(), "--daemon", "--no-detach", "--config=" + configuration));
      command.addAll(List.of(options));
      return new Rsync(hosts, directory, ChildProcess.start(hosts.network().on(1, command)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a pass that brings a host what the first one has. */
  ChildProcess pull(int host) {
    return pass(host, HUB, hosts.on(host).store().toString());
  }

  /** Starts a pass that brings the first host what another one has. */
  ChildProcess push(int host) {
    return pass(host, hosts.on(host).store().toString(), HUB);
  }

  /** Begins to make passes from all other hosts, one after the other; some of them are killed. */
  void begin() {
    for (int host = 2; host <= hosts.count(); host++) {
      int passing = host;
      Thread passer = new Thread(() -> makePasses(passing), "rsync-of-host-" + host);
      passers.add(passer);
      passer.start();
    }
  }

  /** Waits for the last passes; how many ended with which exit code. */
  Map<Integer, Integer> end() {
    going = false;
    try {
      for (Thread passer : passers) {
        passer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Map<Integer, Integer> counts = new TreeMap<>();
    exits.forEach(exit -> counts.merge(exit, 1, Integer::sum));
    return counts;
  }

  /** Makes a pass each way between the first host and every other one, none at the same time. */
  void exchange() {
    for (int host = 2; host <= hosts.count(); host++) {
      finish(pull(host), host);
      finish(push(host), host);
    }
  }

  /** Kills all processes of a pass. */
  static void kill(ChildProcess pass) {
    // The one that receives outlives the one that asks for files by half a minute.
    ProcessHandle.of(pass.pid())
        .ifPresent(parent -> parent.descendants().forEach(ProcessHandle::destroyForcibly));
    pass.kill();
  }

  /** What passes said that ended in a way that the next one does not make good. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private static boolean isHarmless(int exit) {
    return exit == 0 || exit == KILLED || INCOMPLETE.contains(exit) || CUT_OFF.contains(exit);
  }

  @Override
  public void close() {
    end();
    daemon.close();
  }

  private void makePasses(int host) {
    Random random = new Random(host);
    while (going) {
      end(pull(host), host, random);
      end(push(host), host, random);
    }
  }

  private void end(ChildProcess pass, int host, Random random) {
    try (pass) {
      if (random.nextInt(PASSES_OF_WHICH_ONE_IS_KILLED) == 0
          && !pass.endsWithin(Duration.ofMillis(random.nextInt(100)))) {
        kill(pass);
      }
      finish(pass, host);
    }
  }

  private void finish(ChildProcess pass, int host) {
    try (pass) {
      int exit = pass.awaitExit();
      exits.add(exit);
      if (!isHarmless(exit)) {
        failures.add("exit code %d: %s".formatted(exit, Files.readString(printed(host))));
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  private Path printed(int host) {
    return directory.resolve("rsync-of-host-" + host);
  }

  private ChildProcess pass(int host, String from, String to) {
    List<String> command = List.of(DOCUMENTED.resolve("rsync-pass").toString(), from, to);
    // Not into pipes: a process that outlives a killed pass would hold them open.
    return ChildProcess.start(
        new ProcessBuilder(hosts.network().on(host, command))
            .redirectErrorStream(true)
            .redirectOutput(printed(host).toFile()));
  }
}
