package io.multiprocess.store.benchmarks.workers;

import java.util.ArrayList;
import java.util.List;

/** Options of JVMs in which contenders run: LMDB and Chronicle Map reach into the JDK. */
public final class JavaOptions {

  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "jdk.compiler/com.sun.tools.javac",
          "jdk.compiler/com.sun.tools.javac.file");

  private static final int NATIVE_ACCESS_ASKED = 24;

  private static final String HEAP_OF_WORKERS = "6g";

  private JavaOptions() {}

  /** The options of workers. */
  public static List<String> ofWorkers() {
    return of(HEAP_OF_WORKERS);
  }

  /** The options of workers that start soon and then work slowly. */
  public static List<String> ofShortWorkers() {
    List<String> options = of(HEAP_OF_WORKERS);
    options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    return options;
  }

  /**
   * The options.
   *
   * @param heap size of the heap as {@code -Xmx} takes it
   */
  public static List<String> of(String heap) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heap);
    // It would send statistics of its use.
    options.add("-Dchronicle.analytics.disable=true");
    for (String opened : OPENED) {
      options.add("--add-opens=" + opened + "=ALL-UNNAMED");
      options.add("--add-exports=" + opened + "=ALL-UNNAMED");
    }
    if (Runtime.version().feature() >= NATIVE_ACCESS_ASKED) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
