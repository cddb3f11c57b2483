package io.multiprocess.store.actuate;

import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreSnapshot;
import io.multiprocess.store.spring.replication.ReplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one store, told from its last snapshot.
 *
 * <p>UP, with what is in the store; DOWN when it could not be read or written; UNKNOWN until the
 * store was first looked at, and when the last look is so long ago that nothing is known any more,
 * as with a directory that hangs. Conflicts are details, unless limits are set: they are the users'
 * work, and an application that is taken out of service because of them could not be used to settle
 * them.
 */
public final class StoreHealthIndicator implements HealthIndicator {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

  /** Duplicates that are named. */
  private static final int LISTED = 10;

  private final StoreMonitor monitor;
  private final ConflictLimits limits;
  private final Duration interval;
  private final IndexReports indexes;
  private final Function<String, Optional<ReplicationState>> replications;

  private StoreHealthIndicator(
      StoreMonitor monitor,
      ConflictLimits limits,
      Duration interval,
      IndexReports indexes,
      Function<String, Optional<ReplicationState>> replications) {
    this.monitor = monitor;
    this.limits = limits;
    this.interval = interval;
    this.indexes = indexes;
    this.replications = replications;
  }

  /** The health of all stores by their names, none of which has indexes or is replicated. */
  static CompositeHealthContributor ofAll(StoreMonitors monitors, ConflictLimits limits) {
    return ofAll(monitors, limits, store -> List.of(), store -> Optional.empty());
  }

  /**
   * The health of all stores by their names; composite also when there is one.
   *
   * @param indexes how it stands with the indexes of the stores
   * @param replications what is known of the replication of a store, by its name
   */
  public static CompositeHealthContributor ofAll(
      StoreMonitors monitors,
      ConflictLimits limits,
      IndexReports indexes,
      Function<String, Optional<ReplicationState>> replications) {
    Map<String, StoreHealthIndicator> parts = new TreeMap<>();
    monitors.forEach(
        monitor ->
            parts.put(
                monitor.name(),
                new StoreHealthIndicator(
                    monitor, limits, monitors.interval(), indexes, replications)));
    return CompositeHealthContributor.fromMap(parts);
  }

  @Override
  public Health health() {
    StoreSnapshot snapshot = monitor.snapshot();
    Instant refreshedAt = snapshot.refreshedAt();
    if (refreshedAt == null) {
      return Health.unknown().withDetails(place()).build();
    }
    Health.Builder health;
    if (snapshot.problem() != null) {
      health = Health.down(snapshot.problem()).withDetails(place());
    } else {
      health = Health.up().withDetails(place()).withDetails(contents(snapshot));
      List<Map<String, Object>> found = indexes();
      if (!found.isEmpty()) {
        health.withDetail("indexes", found);
      }
      List<String> exceeded = exceeded(snapshot);
      if (!exceeded.isEmpty()) {
        health.status(limits.status()).withDetail("exceeded", exceeded);
      }
      if (isStale(snapshot)) {
        health.unknown().withDetail("refreshAge", monitor.refreshAge());
      }
    }
    replications
        .apply(monitor.name())
        .ifPresent(replication -> health.withDetail("replication", describe(replication)));
    return health.withDetail("refreshedAt", refreshedAt).build();
  }

  /** Whether several refreshes should have ended since the last one did. */
  private boolean isStale(StoreSnapshot snapshot) {
    Duration patience = interval.plus(snapshot.took()).multipliedBy(5);
    return monitor.refreshAge().compareTo(patience) > 0
        && monitor.refreshAge().compareTo(LEAST_PATIENCE) > 0;
  }

  private List<String> exceeded(StoreSnapshot snapshot) {
    List<String> exceeded = new ArrayList<>();
    Long maxConflicts = limits.maxConflicts();
    long conflicts = snapshot.counts().conflicts();
    if (maxConflicts != null && conflicts > maxConflicts) {
      exceeded.add("%d conflicts; at most %d are allowed".formatted(conflicts, maxConflicts));
    }
    Duration maxAge = limits.maxAge();
    Duration age = monitor.oldestConflictAge();
    if (maxAge != null && !snapshot.conflicts().isEmpty() && age.compareTo(maxAge) > 0) {
      exceeded.add("a conflict open for %s; at most %s is allowed".formatted(age, maxAge));
    }
    return exceeded;
  }

  private Map<String, Object> place() {
    Map<String, Object> details = new LinkedHashMap<>();
    monitor
        .files()
        .ifPresent(
            files -> {
              details.put("path", files.directory().toString());
              details.put("format", files.format());
            });
    return details;
  }

  private List<Map<String, Object>> indexes() {
    List<Map<String, Object>> details = new ArrayList<>();
    for (IndexReport report : indexes.indexes(monitor.name())) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("type", report.type());
      detail.put("properties", report.properties());
      detail.put("ready", report.ready());
      detail.put("objects", report.objects());
      if (!report.ready()) {
        detail.put("expected", report.expected());
      }
      if (report.unreadable() > 0) {
        detail.put("unreadable", report.unreadable());
      }
      if (!report.duplicates().isEmpty()) {
        detail.put(
            "duplicates",
            report.duplicates().stream()
                .limit(LISTED)
                .map(StoreHealthIndicator::duplicate)
                .toList());
      }
      details.add(detail);
    }
    return details;
  }

  /** The objects are named; what they hold is not for everybody who may see health. */
  private static Map<String, Object> duplicate(IndexReport.DuplicateValue duplicate) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("property", duplicate.property());
    detail.put("ids", duplicate.ids());
    return detail;
  }

  /** A target that is away is no illness of the store. */
  private static Map<String, Object> describe(ReplicationState replication) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("target", replication.target().toString());
    details.put(
        "direction", replication.direction().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (replication.equalAt() != null) {
      details.put("equalAt", replication.equalAt());
    }
    if (replication.problem() != null) {
      details.put("problem", replication.problem());
    }
    if (replication.progress() != null) {
      details.put(
          "progress",
          "%d of %d objects"
              .formatted(replication.progress().objects(), replication.progress().total()));
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
    Instant oldest = snapshot.oldestConflict();
    if (oldest != null) {
      contents.put("oldestConflict", oldest);
    }
    return contents;
  }
}
