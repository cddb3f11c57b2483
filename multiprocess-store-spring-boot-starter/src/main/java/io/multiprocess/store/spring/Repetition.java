package io.multiprocess.store.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Work that is done in the background again and again.
 *
 * <p>Each task has a daemon thread of its own: a directory that hangs delays nobody else. It can be
 * stopped and started again.
 */
final class Repetition {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String threads;
  private final List<Task> tasks;

  /** Guards {@link #executor}. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable ScheduledThreadPoolExecutor executor;

  /**
   * Work that begins with {@link #start()}.
   *
   * @param threads what the names of the threads begin with
   */
  Repetition(String threads, List<Task> tasks) {
    this.threads = threads;
    this.tasks = List.copyOf(tasks);
  }

  /**
   * One piece of work.
   *
   * @param work what is done; must not throw, or it is not done again
   * @param interval the time between its end and its next beginning
   */
  record Task(Runnable work, Duration interval) {}

  void start() {
    lock.lock();
    try {
      if (executor == null) {
        executor = newExecutor();
        for (Task task : tasks) {
          ScheduledFuture<?> unused =
              executor.scheduleWithFixedDelay(
                  task.work(), 0, task.interval().toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets work under way finish, within reason, since the stores are closed next. */
  void stop() {
    lock.lock();
    try {
      if (executor != null) {
        executor.shutdown();
        if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          executor.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      executor = null;
      lock.unlock();
    }
  }

  boolean isRunning() {
    lock.lock();
    try {
      return executor != null;
    } finally {
      lock.unlock();
    }
  }

  private ScheduledThreadPoolExecutor newExecutor() {
    CustomizableThreadFactory factory = new CustomizableThreadFactory(threads);
    factory.setDaemon(true);
    return new ScheduledThreadPoolExecutor(Math.max(1, tasks.size()), factory);
  }
}
