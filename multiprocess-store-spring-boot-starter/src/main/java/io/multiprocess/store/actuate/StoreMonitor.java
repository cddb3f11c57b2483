package io.multiprocess.store.actuate;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the snapshot of one store. Only {@link #refresh()} touches the store. */
public final class StoreMonitor {

  private static final Logger log = LoggerFactory.getLogger(StoreMonitor.class);

  private final StoreTemplate template;
  private final InstantSource clock;
  private volatile StoreSnapshot snapshot = StoreSnapshot.NONE_YET;

  StoreMonitor(StoreTemplate template, InstantSource clock) {
    this.template = template;
    this.clock = clock;
  }

  /** The store's name. */
  public String name() {
    return template.name();
  }

  /** The store. */
  ObjectStore store() {
    return template.store();
  }

  /** What was last known of the store. */
  public StoreSnapshot snapshot() {
    return snapshot;
  }

  /** Tries the store and counts what is in it. Never throws: a failure becomes the problem. */
  void refresh() {
    Instant start = clock.instant();
    StoreSnapshot before = snapshot;
    StoreCounts counts = before.counts();
    Throwable problem = null;
    try {
      counts = count(template.store());
    } catch (RuntimeException | Error e) {
      problem = e;
    }
    Instant end = clock.instant();
    snapshot = new StoreSnapshot(counts, end, Duration.between(start, end), problem);
    logChange(before.problem(), problem);
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
