package io.multiprocess.store.spring;

import io.multiprocess.store.Census;
import io.multiprocess.store.ChangeFeed;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of one store. Only {@link #refresh()} and {@link #measureArchive()} touch the
 * store.
 *
 * <p>While it follows the store's changes feed, a refresh costs what has changed since the last
 * one. Otherwise every object is looked at.
 */
public final class StoreMonitor {

  private static final Logger log = LoggerFactory.getLogger(StoreMonitor.class);

  private final StoreTemplate template;
  private final InstantSource clock;
  private final StoreEvents events;
  private final Instant since;
  private final ConflictWatch watch = new ConflictWatch();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Objects that have changed since the last refresh. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Whether a refresh has been asked for that has not begun. */
  private final AtomicBoolean isAsked = new AtomicBoolean();

  /** Lets one refresh at a time. */
  private final ReentrantLock refreshing = new ReentrantLock();

  private volatile @Nullable ChangeFeed feed;
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
   * Has somebody told, after a refresh, that the snapshot or an object of the store is not what it
   * was. Called by the thread that refreshes; not to throw, nor to wait.
   */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  /** Tells somebody no more. */
  public void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Tries the store, counts what is in it and tells of new conflicts. Never throws: a failure
   * becomes the problem.
   */
  public void refresh() {
    refreshing.lock();
    try {
      refreshOnce(true);
    } finally {
      refreshing.unlock();
    }
  }

  /**
   * Refreshes as a follower of the changes feed, which is opened if it is not open and the store is
   * one of files; not if a refresh is under way. Never throws.
   *
   * @param soon asks for {@link #refreshAgain}, since something has changed
   */
  void followAndRefresh(Runnable soon) {
    if (refreshing.tryLock()) {
      try {
        follow(soon);
        refreshOnce(true);
      } finally {
        refreshing.unlock();
      }
    }
  }

  private void follow(Runnable soon) {
    try {
      Optional<FileObjectStore> files = files();
      ChangeFeed followed = feed;
      if (files.isPresent() && (followed == null || !followed.isOpen())) {
        feed = files.get().watch(change -> noted(change.id(), soon));
      }
    } catch (RuntimeException e) {
      // The refresh meets it too, and tells it as the store's problem.
      log.debug("Changes of store '{}' cannot be followed", name(), e);
    }
  }

  /** Refreshes after a change, or asks for it once more while a refresh is under way. */
  void refreshAgain(Runnable soon) {
    if (refreshing.tryLock()) {
      try {
        refreshOnce(false);
      } finally {
        refreshing.unlock();
      }
    } else {
      soon.run();
    }
  }

  private void noted(String id, Runnable soon) {
    changed.add(id);
    if (isAsked.compareAndSet(false, true)) {
      soon.run();
    }
  }

  /** Follows the changes feed no more. Does not wait for a refresh, which may hang. */
  void unfollow() {
    ChangeFeed followed = feed;
    feed = null;
    if (followed != null) {
      followed.close();
    }
  }

  /**
   * Refreshes.
   *
   * @param everyConflict whether to look again at conflicts of which nothing has changed but
   *     perhaps the times of files, which tell since when they are open
   */
  private void refreshOnce(boolean everyConflict) {
    isAsked.set(false);
    Instant start = clock.instant();
    StoreSnapshot before = snapshot;
    StoreCounts counts = before.counts();
    Long usableBytes = before.usableBytes();
    ConflictWatch.Look look = new ConflictWatch.Look(before.conflicts(), List.of());
    Set<String> news = Set.of();
    Throwable problem = null;
    try {
      files().ifPresent(FileObjectStore::checkAccess);
      usableBytes = files().map(FileObjectStore::usableBytes).orElse(null);
      ChangeFeed followed = feed;
      if (followed == null || !followed.isOpen()) {
        counts = store().counts();
        look = watch.look(store(), counts);
      } else {
        boolean unused = followed.catchUp();
        news = Set.copyOf(changed);
        changed.removeAll(news);
        Census census = followed.census();
        Set<String> looked = everyConflict ? Set.copyOf(census.inConflict()) : news;
        look = watch.look(store(), census.inConflict(), looked);
        counts = census.counts();
      }
    } catch (RuntimeException | Error e) {
      changed.addAll(news);
      problem = e;
    }
    Instant end = clock.instant();
    snapshot =
        new StoreSnapshot(
            counts, look.open(), usableBytes, end, Duration.between(start, end), problem);
    logChange(before.problem(), problem);
    look.fresh().forEach(conflict -> events.detected(name(), conflict));
    if (!news.isEmpty() || isNews(before, snapshot)) {
      listeners.forEach(Runnable::run);
    }
  }

  private static boolean isNews(StoreSnapshot before, StoreSnapshot now) {
    return !before.counts().equals(now.counts())
        || !before.conflicts().equals(now.conflicts())
        || (before.problem() == null) != (now.problem() == null);
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
