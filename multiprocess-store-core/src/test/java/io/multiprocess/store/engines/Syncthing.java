package io.multiprocess.store.engines;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Syncthing on three hosts, configured by the files that the documentation shows. */
final class Syncthing implements AutoCloseable {

  /** How many hosts the documented configuration connects. */
  static final int HOSTS = 3;

  private static final Path DOCUMENTED = Path.of("../docs/replication");
  private static final String REMEDY = "apt-get install -y syncthing";
  private static final Pattern DEVICE_ID = Pattern.compile("(?:[A-Z2-7]{7}-){7}[A-Z2-7]{7}");

  private final List<ChildProcess> processes = new ArrayList<>();

  private Syncthing() {}

  /** Starts it on all hosts; it may take a while until they are connected. */
  static Syncthing start(Hosts hosts, Path directory) {
    Path program = RequiredTool.require("syncthing", REMEDY);
    Syncthing syncthing = new Syncthing();
    try {
      List<String> devices = new ArrayList<>();
      for (int host = 1; host <= HOSTS; host++) {
        devices.add(generate(program, Files.createDirectory(home(directory, host))));
      }
      for (int host = 1; host <= HOSTS; host++) {
        configure(host, home(directory, host), hosts.on(host).store(), devices);
        List<String> command =
            List.of(
                program.toString(),
                "serve",
                "--home=" + home(directory, host),
                "--no-browser",
                "--no-restart",
                "--no-upgrade");
        syncthing.processes.add(
            ChildProcess.start(prepared(hosts.network().on(host, command), home(directory, host))));
      }
      return syncthing;
    } catch (IOException e) {
      syncthing.close();
      throw new UncheckedIOException(e);
    } catch (AssertionError | RuntimeException e) {
      syncthing.close();
      throw e;
    }
  }

  /**
   * Whether a file is what Syncthing has begun to write. It keeps these for a day where the file
   * that they were to become is not offered any more.
   */
  static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".syncthing.") && name.endsWith(".tmp");
  }

  /** What all of them logged so far, for a part of a line. */
  List<String> logged(String part) {
    return processes.stream()
        .flatMap(process -> process.output().stream())
        .filter(line -> line.contains(part))
        .toList();
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }

  private static Path home(Path directory, int host) {
    return directory.resolve("syncthing" + host);
  }

  /** Makes the keys of a host; the id of its device. */
  private static String generate(Path program, Path home) {
    List<String> command =
        List.of(
            program.toString(),
            "generate",
            "--home=" + home,
            "--no-default-folder",
            "--skip-port-probing");
    try (ChildProcess process = ChildProcess.start(prepared(command, home))) {
      int exit = process.awaitExit();
      Matcher id = DEVICE_ID.matcher(process.output() + " " + process.errors());
      if (exit != 0 || !id.find()) {
        throw new AssertionError(
            "%s ended with exit code %d and told no device: %s %s"
                .formatted(command, exit, process.output(), process.errors()));
      }
      return id.group();
    }
  }

  private static void configure(int host, Path home, Path store, List<String> devices)
      throws IOException {
    String configuration =
        Files.readString(DOCUMENTED.resolve("syncthing.xml"))
            .replace(
                "<listenAddress>tcp://10.0.0.1:", "<listenAddress>tcp://10.0.0.%d:".formatted(host))
            .replace("/srv/store/users", store.toString())
            .replace("API-KEY", "key-of-host-" + host);
    for (int device = 1; device <= HOSTS; device++) {
      configuration = configuration.replace("DEVICE-" + device, devices.get(device - 1));
    }
    Files.writeString(home.resolve("config.xml"), configuration);
    Files.copy(DOCUMENTED.resolve("stignore"), store.resolve(".stignore"));
    Files.createDirectory(store.resolve(".stfolder"));
  }

  private static ProcessBuilder prepared(List<String> command, Path home) {
    ProcessBuilder prepared = new ProcessBuilder(command);
    prepared.environment().put("HOME", home.toString());
    return prepared;
  }
}
