package io.multiprocess.store.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts main classes of the test class path in JVMs of their own, with this JVM's Java. */
public final class JavaProcess {

  /** Many of these share few processors: a small heap, and no compiler that pays only later. */
  private static final List<String> FRUGAL =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private JavaProcess() {}

  /** Starts a main class. */
  public static ChildProcess start(Class<?> main, String... arguments) {
    return ChildProcess.start(command(List.of(), main, arguments));
  }

  /**
   * The command line that {@link #start} runs, to be extended or wrapped.
   *
   * @param jvmOptions options beside the frugal ones, such as system properties
   */
  public static List<String> command(List<String> jvmOptions, Class<?> main, String... arguments) {
    return command(jvmOptions, System.getProperty("java.class.path"), main, arguments);
  }

  static List<String> command(
      List<String> jvmOptions, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FRUGAL);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
