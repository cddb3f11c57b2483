package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.file.ArchiveSize;
import io.multiprocess.store.file.FileObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of one store. Only {@link #refresh()} and {@link #measureArchive()} touch the
 * store.
 */
public final class StoreMonitor {

  private static final Logger log = LoggerFactory.getLogger(StoreMonitor.class);

  private final StoreTemplate template;
  private final InstantSource clock;
  private final StoreEvents events;
  private final Instant since;
  private final ConflictWatch watch = new ConflictWatch();
  private volatile StoreSnapshot snapshot = StoreSnapshot.NONE_YET;
  private volatile ArchiveSize archive = ArchiveSize.EMPTY;
  private volatile boolean archiveFails;

  StoreMonitor(StoreTemplate template, InstantSource clock, StoreEvents events) {
    this.template = template;
    this.clock = clock;
    this.events = events;
    this.since = clock.instant();
  }

  /** The store's name. */
  public String name() {
    return template.name();
  }

  /** The store, as the monitor looks at it: unobserved. */
  public ObjectStore store() {
    return template.bare();
  }

  /** The store, if it is one of files. */
  public Optional<FileObjectStore> files() {
    return store() instanceof FileObjectStore files ? Optional.of(files) : Optional.empty();
  }

  /** What was last known of the store. */
  public StoreSnapshot snapshot() {
    return snapshot;
  }

  /** How much was in the archive when it was last measured; nothing before the first time. */
  public ArchiveSize archive() {
    return archive;
  }

  /** For how long the oldest open conflict has been one; zero if there is none. */
  public Duration oldestConflictAge() {
    Instant oldest = snapshot.oldestConflict();
    return oldest == null ? Duration.ZERO : age(oldest);
  }

  /** For how long a conflict has been one. */
  public Duration age(Conflict conflict) {
    return age(conflict.since());
  }

  /** How long ago the last refresh ended; before the first, since the store is monitored. */
  public Duration refreshAge() {
    Instant refreshedAt = snapshot.refreshedAt();
    return age(refreshedAt == null ? since : refreshedAt);
  }

  private Duration age(Instant moment) {
    Duration age = Duration.between(moment, clock.instant());
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
    Long usableBytes = before.usableBytes();
    ConflictWatch.Look look = new ConflictWatch.Look(before.conflicts(), List.of());
    Throwable problem = null;
    try {
      files().ifPresent(FileObjectStore::checkAccess);
      usableBytes = files().map(FileObjectStore::usableBytes).orElse(null);
      counts = store().counts();
      look = watch.look(store(), counts);
    } catch (RuntimeException | Error e) {
      problem = e;
    }
    Instant end = clock.instant();
    snapshot =
        new StoreSnapshot(
            counts, look.open(), usableBytes, end, Duration.between(start, end), problem);
    logChange(before.problem(), problem);
    look.fresh().forEach(conflict -> events.detected(name(), conflict));
  }

  /**
   * Measures the archive, if the store is one of files. Never throws: what was last known stays,
   * and the failure is logged when it begins.
   */
  public void measureArchive() {
    try {
      archive = files().map(FileObjectStore::archiveSize).orElse(ArchiveSize.EMPTY);
      archiveFails = false;
    } catch (RuntimeException | Error e) {
      if (!archiveFails) {
        archiveFails = true;
        log.warn("Archive of store '{}' cannot be measured: {}", name(), e.getMessage(), e);
      }
    }
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
