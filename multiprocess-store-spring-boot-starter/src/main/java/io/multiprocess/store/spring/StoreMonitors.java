package io.multiprocess.store.spring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/**
 * Refreshes the snapshots of all stores in the background, so that nothing that reads them touches
 * a directory, and tells of new conflicts. It can be stopped and started again.
 */
public final class StoreMonitors implements SmartLifecycle, Iterable<StoreMonitor> {

  private final Map<String, StoreMonitor> monitors = new LinkedHashMap<>();
  private final Repetition refreshes;

  /**
   * Monitors for the given stores; refreshing begins with {@link #start()}.
   *
   * @throws IllegalStateException if two stores have one name
   */
  public StoreMonitors(Collection<StoreTemplate> templates, Duration interval, StoreEvents events) {
    for (StoreTemplate template : templates) {
      StoreMonitor monitor = new StoreMonitor(template, InstantSource.system(), events);
      if (monitors.put(template.name(), monitor) != null) {
        throw new IllegalStateException(
            "Two StoreTemplate beans are named '%s'; expected each store to have its own name"
                .formatted(template.name()));
      }
    }
    this.refreshes =
        new Repetition(
            "multiprocess-store-",
            monitors.values().stream()
                .map(monitor -> new Repetition.Task(monitor::refresh, interval))
                .toList());
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
  }

  @Override
  public boolean isRunning() {
    return refreshes.isRunning();
  }
}
