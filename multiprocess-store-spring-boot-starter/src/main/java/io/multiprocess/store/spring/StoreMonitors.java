package io.multiprocess.store.spring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.SmartLifecycle;

/**
 * Refreshes the snapshots of all stores in the background, at intervals and soon after a change, so
 * that nothing that reads them touches a directory, and tells of new conflicts. It can be stopped
 * and started again.
 */
public final class StoreMonitors implements SmartLifecycle, Iterable<StoreMonitor> {

  /** How often archives are measured unless it is said otherwise. */
  public static final Duration DEFAULT_ARCHIVE_INTERVAL = Duration.ofMinutes(5);

  /** What changes at once is told at once. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final Map<String, StoreMonitor> monitors = new LinkedHashMap<>();
  private final Duration interval;
  private final Repetition refreshes;

  /**
   * Monitors for the given stores; refreshing begins with {@link #start()}.
   *
   * @throws IllegalStateException if two stores have one name
   */
  public StoreMonitors(Collection<StoreTemplate> templates, Duration interval, StoreEvents events) {
    this(templates, interval, DEFAULT_ARCHIVE_INTERVAL, InstantSource.system(), events);
  }

  /**
   * Monitors for the given stores; refreshing begins with {@link #start()}.
   *
   * @param interval time between two refreshes of a store
   * @param archiveInterval time between two measurements of its archive, each of which looks at
   *     every file in it
   * @param clock what ages are measured by
   * @throws IllegalStateException if two stores have one name
   */
  public StoreMonitors(
      Collection<StoreTemplate> templates,
      Duration interval,
      Duration archiveInterval,
      InstantSource clock,
      StoreEvents events) {
    List<Repetition.Task> tasks = new ArrayList<>();
    for (StoreTemplate template : templates) {
      StoreMonitor monitor = new StoreMonitor(template, clock, events);
      if (monitors.put(template.name(), monitor) != null) {
        throw new IllegalStateException(
            "Two StoreTemplate beans are named '%s'; expected each store to have its own name"
                .formatted(template.name()));
      }
      tasks.add(new Repetition.Task(() -> monitor.followAndRefresh(() -> soon(monitor)), interval));
      if (monitor.files().isPresent()) {
        tasks.add(new Repetition.Task(monitor::measureArchive, archiveInterval));
      }
    }
    this.interval = interval;
    this.refreshes = new Repetition("multiprocess-store-", tasks);
  }

  private void soon(StoreMonitor monitor) {
    refreshes.once(() -> monitor.refreshAgain(() -> soon(monitor)), SOON);
  }

  /** The monitor of a store. */
  public Optional<StoreMonitor> find(String store) {
    return Optional.ofNullable(monitors.get(store));
  }

  /** Names of the stores. */
  public Set<String> names() {
    return Collections.unmodifiableSet(monitors.keySet());
  }

  /** Time between two refreshes of a store. */
  public Duration interval() {
    return interval;
  }

  @Override
  public Iterator<StoreMonitor> iterator() {
    return monitors.values().iterator();
  }

  @Override
  public void start() {
    refreshes.start();
  }

  @Override
  public void stop() {
    refreshes.stop();
    monitors.values().forEach(StoreMonitor::unfollow);
  }

  @Override
  public boolean isRunning() {
    return refreshes.isRunning();
  }
}
