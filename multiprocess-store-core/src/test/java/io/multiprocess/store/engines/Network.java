package io.multiprocess.store.engines;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts on one switch, each a network namespace of its own: they reach each other and nothing else.
 *
 * <pre>
 * mps-(pid)-(n)-switch     a bridge, with one port for each host
 * mps-(pid)-(n)-1          10.0.0.1
 * mps-(pid)-(n)-2          10.0.0.2
 * </pre>
 *
 * <p>Hosts are counted from 1. Needs root.
 */
final class Network implements AutoCloseable {

  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private final Path ip = RequiredTool.require("ip", "apt-get install -y iproute2");
  private final String prefix =
      "mps-%d-%d-".formatted(ProcessHandle.current().pid(), NETWORKS.getAndIncrement());
  private final List<String> namespaces = new ArrayList<>();

  private Network() {}

  /** Connects a number of hosts. */
  static Network of(int hosts) {
    Network network = new Network();
    try {
      network.addSwitch();
      for (int host = 1; host <= hosts; host++) {
        network.addHost(host);
      }
      return network;
    } catch (AssertionError | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The address of a host. */
  static String address(int host) {
    return "10.0.0." + host;
  }

  /** A command to be started on a host; it becomes the process that is started. */
  List<String> on(int host, List<String> command) {
    List<String> wrapped = new ArrayList<>(List.of(ip.toString(), "netns", "exec", name(host)));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Like {@link #on}, but what the command mounts is mounted for everybody. */
  List<String> mountingOn(int host, List<String> command) {
    Path nsenter = RequiredTool.require("nsenter", "apt-get install -y util-linux");
    List<String> wrapped =
        new ArrayList<>(List.of(nsenter.toString(), "--net=/run/netns/" + name(host)));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Pulls a host's plug. */
  void cut(int host) {
    ip("-n", switchName(), "link", "set", port(host), "down");
  }

  /** Puts it back. */
  void heal(int host) {
    ip("-n", switchName(), "link", "set", port(host), "up");
  }

  /** Kills what still runs on the hosts, and removes them. */
  @Override
  public void close() {
    for (String namespace : namespaces) {
      for (String pid : ip("netns", "pids", namespace)) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
      ip("netns", "del", namespace);
    }
    namespaces.clear();
  }

  private void addSwitch() {
    add(switchName());
    ip("-n", switchName(), "link", "add", "bridge", "type", "bridge");
    ip("-n", switchName(), "link", "set", "bridge", "up");
  }

  private void addHost(int host) {
    String name = name(host);
    add(name);
    ip(
        "-n",
        switchName(),
        "link",
        "add",
        port(host),
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        name);
    ip("-n", switchName(), "link", "set", port(host), "master", "bridge", "up");
    ip("-n", name, "addr", "add", address(host) + "/24", "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "link", "set", "lo", "up");
  }

  private void add(String namespace) {
    ip("netns", "add", namespace);
    namespaces.add(namespace);
  }

  private String switchName() {
    return prefix + "switch";
  }

  private String name(int host) {
    return prefix + host;
  }

  private static String port(int host) {
    return "port" + host;
  }

  private List<String> ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of(ip.toString()));
    command.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.start(command)) {
      int exit = process.awaitExit();
      if (exit != 0) {
        throw new AssertionError(
            "'%s' ended with exit code %d: %s; expected root and network namespaces in this kernel"
                .formatted(String.join(" ", command), exit, String.join("; ", process.errors())));
      }
      return process.output();
    }
  }
}
