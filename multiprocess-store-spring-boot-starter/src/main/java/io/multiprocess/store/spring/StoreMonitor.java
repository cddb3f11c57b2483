package io.multiprocess.store.spring;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.file.FileObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the snapshot of one store. Only {@link #refresh()} touches the store. */
public final class StoreMonitor {

  private static final Logger log = LoggerFactory.getLogger(StoreMonitor.class);

  private final StoreTemplate template;
  private final InstantSource clock;
  private final StoreEvents events;
  private final ConflictWatch watch = new ConflictWatch();
  private volatile StoreSnapshot snapshot = StoreSnapshot.NONE_YET;

  StoreMonitor(StoreTemplate template, InstantSource clock, StoreEvents events) {
    this.template = template;
    this.clock = clock;
    this.events = events;
  }

  /** The store's name. */
  public String name() {
    return template.name();
  }

  /** The store, as the monitor looks at it: unobserved. */
  public ObjectStore store() {
    return template.bare();
  }

  /** What was last known of the store. */
  public StoreSnapshot snapshot() {
    return snapshot;
  }

  /** For how long the oldest open conflict has been one; zero if there is none. */
  public Duration oldestConflictAge() {
    Instant since = snapshot.oldestConflict();
    Duration age = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    // The clock of whoever wrote the files may be ahead.
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * Tries the store, counts what is in it and tells of new conflicts. Never throws: a failure
   * becomes the problem.
   */
  public void refresh() {
    Instant start = clock.instant();
    StoreSnapshot before = snapshot;
    StoreCounts counts = before.counts();
    ConflictWatch.Look look = new ConflictWatch.Look(List.of(), before.oldestConflict());
    Throwable problem = null;
    try {
      counts = count(template.bare());
      look = watch.look(template.bare(), counts);
    } catch (RuntimeException | Error e) {
      problem = e;
    }
    Instant end = clock.instant();
    snapshot = new StoreSnapshot(counts, look.oldest(), end, Duration.between(start, end), problem);
    logChange(before.problem(), problem);
    look.fresh().forEach(conflict -> events.detected(name(), conflict));
  }

  private static StoreCounts count(ObjectStore store) {
    if (store instanceof FileObjectStore files) {
      files.checkAccess();
    }
    return store.counts();
  }

  /** One line when a problem begins and one when it ends, however long it lasts. */
  private void logChange(@Nullable Throwable before, @Nullable Throwable now) {
    if (before == null && now != null) {
      log.warn("Store '{}' cannot be used: {}", name(), now.getMessage(), now);
    } else if (before != null && now == null) {
      log.info("Store '{}' can be used again", name());
    }
  }
}
