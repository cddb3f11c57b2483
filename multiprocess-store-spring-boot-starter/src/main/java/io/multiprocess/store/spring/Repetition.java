package io.multiprocess.store.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Work that is done in the background again and again.
 *
 * <p>There is a daemon thread for each task: a directory that hangs delays nobody else, as long as
 * what is done {@linkplain #once once} does not wait for the task that it belongs to. It can be
 * stopped and started again.
 */
final class Repetition {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String threads;
  private final List<Task> tasks;

  /** Guards changes of {@link #executor}. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable ScheduledThreadPoolExecutor executor;

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
        ScheduledThreadPoolExecutor running = newExecutor();
        executor = running;
        for (Task task : tasks) {
          ScheduledFuture<?> unused =
              running.scheduleWithFixedDelay(
                  task.work(), 0, task.interval().toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has something done once after a while, unless this is stopped by then. Never waits. */
  void once(Runnable work, Duration delay) {
    ScheduledThreadPoolExecutor running = executor;
    if (running != null) {
      ScheduledFuture<?> unused = running.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Lets work under way finish, within reason, since the stores are closed next. */
  void stop() {
    lock.lock();
    try {
      ScheduledThreadPoolExecutor running = executor;
      if (running != null) {
        running.shutdown();
        if (!running.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          running.shutdownNow();
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
    ScheduledThreadPoolExecutor created =
        new ScheduledThreadPoolExecutor(
            Math.max(1, tasks.size()), factory, new ThreadPoolExecutor.DiscardPolicy());
    created.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return created;
  }
}
