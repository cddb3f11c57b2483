package io.multiprocess.store.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * GlusterFS on three hosts: a volume of which each has a copy, and which the first two have
 * mounted, as the documentation tells to. Needs root and FUSE.
 *
 * <p>What a host's daemons keep is in memory, in mounts that nobody else sees and that end with
 * them. The volume is mounted for everybody, until this is closed.
 */
public final class Gluster implements AutoCloseable {

  /** How many hosts have a copy. */
  static final int HOSTS = 3;

  private static final int MOUNTS = 2;
  private static final Path DOCUMENTED = Path.of("../docs/replication").toAbsolutePath();
  private static final String REMEDY = "apt-get install -y glusterfs-server glusterfs-client";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Becomes the daemon of a host. */
  private static final String DAEMON =
      """
      for directory in /run /var/lib/glusterd /var/log/glusterfs; do
        mount -t tmpfs tmpfs $directory || exit 1
      done
      mkdir /run/gluster /run/bricks
      exec glusterd --no-daemon
      """;

  private final Network network;
  private final Path directory;
  private final List<ChildProcess> daemons = new ArrayList<>();
  private final List<Path> mounts = new ArrayList<>();

  private Gluster(Network network, Path directory) {
    this.network = network;
    this.directory = directory;
  }

  /**
   * Starts it, and makes the directory of a store.
   *
   * @param directory where the volume is mounted
   */
  public static Gluster start(Path directory) {
    RequiredTool.require("glusterd", REMEDY);
    RequiredTool.require("mount.glusterfs", REMEDY);
    RequiredTool.requirePath(Path.of("/dev/fuse"), "modprobe fuse");
    Gluster gluster = new Gluster(Network.of(HOSTS), directory);
    try {
      gluster.startDaemons();
      gluster.makeVolume();
      gluster.mountVolume();
      Files.createDirectory(gluster.stores().get(0));
      return gluster;
    } catch (IOException e) {
      gluster.close();
      throw new UncheckedIOException(e);
    } catch (AssertionError | RuntimeException e) {
      gluster.close();
      throw e;
    }
  }

  /** The store's one directory, as each of the mounts shows it. */
  public List<Path> stores() {
    return mounts.stream().map(mount -> mount.resolve("users")).toList();
  }

  /** The hosts, the last of which has a copy and no mount. */
  Network network() {
    return network;
  }

  @Override
  public void close() {
    try {
      // Lazily, so that a process that was not waited for does not leave it behind for ever.
      mounts.forEach(mount -> run(List.of("umount", "--lazy", mount.toString())));
    } finally {
      mounts.clear();
      // With all that the daemons have started, which holds their output open.
      network.close();
      daemons.forEach(ChildProcess::close);
    }
  }

  private void startDaemons() {
    for (int host = 1; host <= HOSTS; host++) {
      daemons.add(ChildProcess.start(network.on(host, List.of("sh", "-c", DAEMON))));
    }
  }

  private void makeVolume() throws IOException {
    for (int host = 2; host <= HOSTS; host++) {
      List<String> probe = onFirst("gluster", "peer", "probe", Network.address(host));
      await().atMost(PATIENCE).untilAsserted(() -> run(probe));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(run(onFirst("gluster", "peer", "status")))
                    .filteredOn(line -> line.equals("State: Peer in Cluster (Connected)"))
                    .hasSize(HOSTS - 1));
    String script =
        Files.readString(DOCUMENTED.resolve("glusterfs-volume")).replace("/srv/", "/run/");
    run(onFirst("sh", "-c", script));
  }

  private void mountVolume() throws IOException {
    String script = DOCUMENTED.resolve("glusterfs-mount").toString();
    for (int host = 1; host <= MOUNTS; host++) {
      Path mount = Files.createDirectory(directory.resolve("mount" + host));
      String volume = Network.address(host) + ":/users";
      run(network.mountingOn(host, List.of(script, volume, mount.toString())));
      mounts.add(mount);
      assertThat(Files.getFileStore(mount).type()).as("%s", mount).isEqualTo("fuse.glusterfs");
    }
  }

  /** A command with the mounts of the first host's daemon. */
  private List<String> onFirst(String... command) {
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                RequiredTool.require("nsenter", "apt-get install -y util-linux").toString(),
                "--target=" + daemons.get(0).pid(),
                "--mount",
                "--net"));
    wrapped.addAll(List.of(command));
    return wrapped;
  }

  /** Runs a command to its end; its output. */
  private List<String> run(List<String> command) {
    try (ChildProcess process = ChildProcess.start(command)) {
      int exit = process.awaitExit();
      assertThat(exit)
          .as(
              "exit code of %s, which told %s %s; daemons: %s",
              command,
              process.output(),
              process.errors(),
              daemons.stream().map(ChildProcess::errors).toList())
          .isZero();
      return process.output();
    }
  }
}
