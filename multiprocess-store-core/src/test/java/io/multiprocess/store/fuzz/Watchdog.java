package io.multiprocess.store.fuzz;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Ends the process with a picture of its threads when a call does not come back. */
final class Watchdog {

  /** Far more than any call needs on a machine that does much else. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Runs a call. */
  <T extends @Nullable Object> T watch(String call, Callable<T> body) throws Exception {
    Thread watcher = new Thread(() -> bark(call), "watchdog");
    watcher.setDaemon(true);
    watcher.start();
    try {
      return body.call();
    } finally {
      watcher.interrupt();
    }
  }

  private static void bark(String call) {
    try {
      Thread.currentThread().join(PATIENCE.toMillis());
    } catch (InterruptedException cameBack) {
      return;
    }
    System.out.printf("hang in %s%n", call);
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      System.out.println(thread.getKey());
      for (StackTraceElement frame : thread.getValue()) {
        System.out.println("    at " + frame);
      }
    }
    System.out.println("end");
    Runtime.getRuntime().halt(2);
  }
}
