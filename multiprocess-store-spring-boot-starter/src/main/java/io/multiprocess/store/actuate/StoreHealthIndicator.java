package io.multiprocess.store.actuate;

import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one store, told from its last snapshot.
 *
 * <p>UP, with what is in the store; UNKNOWN until the store was first looked at; DOWN when it could
 * not be read or written. Conflicts are details: they are the users' work, and an application that
 * is taken out of service because of them could not be used to settle them.
 */
public final class StoreHealthIndicator implements HealthIndicator {

  private final StoreMonitor monitor;

  StoreHealthIndicator(StoreMonitor monitor) {
    this.monitor = monitor;
  }

  /** The health of all stores by their names; composite also when there is one. */
  public static CompositeHealthContributor ofAll(StoreMonitors monitors) {
    Map<String, StoreHealthIndicator> parts = new TreeMap<>();
    monitors.forEach(monitor -> parts.put(monitor.name(), new StoreHealthIndicator(monitor)));
    return CompositeHealthContributor.fromMap(parts);
  }

  @Override
  public Health health() {
    StoreSnapshot snapshot = monitor.snapshot();
    if (snapshot.refreshedAt() == null) {
      return Health.unknown().withDetails(place()).build();
    }
    Health.Builder health =
        snapshot.problem() == null
            ? Health.up().withDetails(place()).withDetails(contents(snapshot))
            : Health.down(snapshot.problem()).withDetails(place());
    return health.withDetail("refreshedAt", snapshot.refreshedAt()).build();
  }

  private Map<String, Object> place() {
    Map<String, Object> details = new LinkedHashMap<>();
    if (monitor.store() instanceof FileObjectStore files) {
      details.put("path", files.directory().toString());
      details.put("format", files.format());
    }
    return details;
  }

  private static Map<String, Object> contents(StoreSnapshot snapshot) {
    Map<String, Object> conflicts = new LinkedHashMap<>();
    conflicts.put("current", snapshot.counts().currentConflicts());
    conflicts.put("past", snapshot.counts().pastConflicts());
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("objects", snapshot.counts().objects());
    contents.put("conflicts", conflicts);
    if (snapshot.oldestConflict() != null) {
      contents.put("oldestConflict", snapshot.oldestConflict());
    }
    return contents;
  }
}
