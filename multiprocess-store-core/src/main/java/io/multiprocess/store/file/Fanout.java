package io.multiprocess.store.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does many writes by several threads, so that their forces meet in one commit of the file system's
 * journal.
 */
final class Fanout {

  /** As many as journals are known to gather; more bring little. */
  private static final int FORCING = 32;

  private Fanout() {}

  /** How many threads a write of a durability is worth. */
  static int threads(Durability durability) {
    return durability == Durability.NONE ? Runtime.getRuntime().availableProcessors() : FORCING;
  }

  /**
   * Calls all and waits for their end. An interrupt does not end the wait and is kept.
   *
   * @return what each call returned, or threw, in their order
   */
  static <T> List<Outcome<T>> run(int threads, List<Callable<T>> calls) {
    ExecutorService executor =
        Executors.newFixedThreadPool(Math.max(1, Math.min(threads, calls.size())), Fanout::daemon);
    boolean interrupted = false;
    try {
      List<Future<T>> futures = new ArrayList<>(calls.size());
      for (Callable<T> call : calls) {
        futures.add(executor.submit(call));
      }
      List<Outcome<T>> outcomes = new ArrayList<>(calls.size());
      for (Future<T> future : futures) {
        while (true) {
          try {
            outcomes.add(new Returned<>(future.get()));
            break;
          } catch (ExecutionException e) {
            outcomes.add(new Threw<>(e.getCause() == null ? e : e.getCause()));
            break;
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      return outcomes;
    } finally {
      executor.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What became of a call. */
  sealed interface Outcome<T> {}

  record Returned<T>(T value) implements Outcome<T> {}

  record Threw<T>(Throwable failure) implements Outcome<T> {}

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "multiprocess-store-write");
    thread.setDaemon(true);
    return thread;
  }
}
