package io.multiprocess.store.actuate;

import io.multiprocess.store.spring.StoreTemplate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Refreshes the snapshots of all stores in the background, so that nothing that reads them touches
 * a directory.
 *
 * <p>Each store has a daemon thread of its own: a directory that hangs delays nobody else. It can
 * be stopped and started again.
 */
public final class StoreMonitors implements SmartLifecycle, Iterable<StoreMonitor> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, StoreMonitor> monitors = new LinkedHashMap<>();
  private final Duration interval;

  /** Guards {@link #executor}. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable ScheduledThreadPoolExecutor executor;

  /**
   * Monitors for the given stores; refreshing begins with {@link #start()}.
   *
   * @throws IllegalStateException if two stores have one name
   */
  public StoreMonitors(Collection<StoreTemplate> templates, Duration interval) {
    this.interval = interval;
    for (StoreTemplate template : templates) {
      StoreMonitor monitor = new StoreMonitor(template, InstantSource.system());
      if (monitors.put(template.name(), monitor) != null) {
        throw new IllegalStateException(
            "Two StoreTemplate beans are named '%s'; expected each store to have its own name"
                .formatted(template.name()));
      }
    }
  }

  @Override
  public Iterator<StoreMonitor> iterator() {
    return monitors.values().iterator();
  }

  @Override
  public void start() {
    lock.lock();
    try {
      if (executor == null) {
        executor = newExecutor(Math.max(1, monitors.size()));
        for (StoreMonitor monitor : this) {
          ScheduledFuture<?> unused =
              executor.scheduleWithFixedDelay(
                  monitor::refresh, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets refreshes under way finish, within reason, since their stores are closed next. */
  @Override
  public void stop() {
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

  @Override
  public boolean isRunning() {
    lock.lock();
    try {
      return executor != null;
    } finally {
      lock.unlock();
    }
  }

  private static ScheduledThreadPoolExecutor newExecutor(int threads) {
    CustomizableThreadFactory factory = new CustomizableThreadFactory("multiprocess-store-");
    factory.setDaemon(true);
    return new ScheduledThreadPoolExecutor(threads, factory);
  }
}
