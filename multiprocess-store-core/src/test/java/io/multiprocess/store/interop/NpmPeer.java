package io.multiprocess.store.interop;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts Node processes that have a store open with the npm package. */
public final class NpmPeer {

  private static final String PLACE = "multiprocess-store-core/src/test/npm";

  private NpmPeer() {}

  /** Starts a process; fails, naming the remedy, where Node or the package is missing. */
  public static StorePeer start(String name, Path store) {
    return StorePeer.of(name, startScript("peer.mjs", List.of(store.toString(), name)));
  }

  /** Starts one of the scripts that use the package; fails likewise. */
  public static ChildProcess startScript(String script, List<String> arguments) {
    Path node = RequiredTool.require("node", "apt-get install -y nodejs npm");
    RequiredTool.requirePath(
        scripts().resolve("node_modules/multiprocess-store"), "npm ci --prefix " + PLACE);
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.add(scripts().resolve(script).toString());
    command.addAll(arguments);
    return ChildProcess.start(command);
  }

  /** The scripts, seen from the root of the build or from any of its modules. */
  private static Path scripts() {
    return Stream.of(PLACE, "../" + PLACE)
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "'%s' is not below '%s' or beside it"
                        .formatted(PLACE, Path.of("").toAbsolutePath())))
        .toAbsolutePath()
        .normalize();
  }
}
