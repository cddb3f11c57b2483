package io.multiprocess.store.spring.replication;

import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.replication.ReplicationProgress;
import io.multiprocess.store.replication.ReplicationReport;
import io.multiprocess.store.replication.Replicator;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * One store and what it is kept equal with, on a thread of its own.
 *
 * <p>Both directories are opened once more for it: so that what is copied into the store is news to
 * the application's own feed, and none to the one that is followed here.
 */
final class ReplicatedStore {

  private static final Logger log = LoggerFactory.getLogger(ReplicatedStore.class);
  private static final long PATIENCE_SECONDS = 5;

  private final String name;
  private final FileObjectStore store;
  private final ReplicationPlan plan;
  private final InstantSource clock;

  /** Lets one start or stop it at a time. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  private volatile @Nullable ScheduledThreadPoolExecutor executor;

  /** Guards {@link #changed}. */
  private final ReentrantLock changes = new ReentrantLock();

  private final Set<String> changed = new LinkedHashSet<>();

  /** Written by the executor's thread alone, and read by it. */
  private @Nullable Copies copies;

  private volatile ReplicationState state;

  /** What is open while there are runs. */
  private record Copies(
      FileObjectStore source,
      FileObjectStore target,
      Replicator replicator,
      @Nullable ChangeFeed feed) {}

  ReplicatedStore(String name, FileObjectStore store, ReplicationPlan plan, InstantSource clock) {
    this.name = name;
    this.store = store;
    this.plan = plan;
    this.clock = clock;
    this.state = new ReplicationState(plan.target(), plan.direction(), null, null, 0, 0, 0, null);
  }

  String name() {
    return name;
  }

  ReplicationState state() {
    return state;
  }

  void start() {
    lifecycle.lock();
    try {
      if (executor == null) {
        CustomizableThreadFactory threads =
            new CustomizableThreadFactory("multiprocess-store-replication-" + name + "-");
        threads.setDaemon(true);
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
        executor = started;
        ScheduledFuture<?> unused =
            started.scheduleWithFixedDelay(
                () -> run(null), 0, plan.interval().toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  /** Lets a run go on for a moment, and then ends it after the object it is at. */
  void stop() {
    lifecycle.lock();
    try {
      ScheduledThreadPoolExecutor started = executor;
      if (started == null) {
        return;
      }
      executor = null;
      started.execute(this::close);
      started.shutdown();
      if (!started.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        started.shutdownNow();
        if (started.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          close();
        } else {
          log.warn(
              "Replication of store '{}' with {} does not end; it is left behind",
              name,
              plan.target());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lifecycle.unlock();
    }
  }

  boolean isRunning() {
    return executor != null;
  }

  /** Copies what is missing; all of it, or of some objects. Never throws. */
  private void run(@Nullable Collection<String> ids) {
    Instant begun = clock.instant();
    try {
      Replicator replicator = open().replicator();
      ReplicationReport report = run(replicator, ids);
      String problem =
          report.isClean()
              ? null
              : report.complete()
                  ? "%d damaged, %d failed: %s"
                      .formatted(
                          report.damaged(), report.failed(), String.join("; ", report.findings()))
                  : "interrupted";
      become(report, ids == null && problem == null ? begun : null, problem);
      if (report.files() > 0) {
        log.info("Store '{}' and {}: {}", name, plan.target(), report);
      }
    } catch (RuntimeException | Error e) {
      become(null, null, String.valueOf(e.getMessage()));
      log.debug("Replication of store '{}' with {} failed", name, plan.target(), e);
    }
  }

  private ReplicationReport run(Replicator replicator, @Nullable Collection<String> ids) {
    boolean both = plan.direction() == ReplicationDirection.BOTH;
    if (ids == null) {
      return both ? replicator.exchange() : replicator.copy();
    }
    return both ? replicator.exchange(ids) : replicator.copy(ids);
  }

  /** Both directories, opened unless they are. The target has to be there: it may be a mount. */
  private Copies open() {
    Copies open = copies;
    if (open != null) {
      return open;
    }
    if (!Files.isDirectory(plan.target())) {
      throw new StoreAccessException(
          "%s is not there; mount it, or create it once".formatted(plan.target()),
          new NoSuchFileException(plan.target().toString()));
    }
    StoreOptions options = store.options().withListener(StoreListener.NONE);
    FileObjectStore own = FileObjectStore.open(store.directory(), options);
    FileObjectStore other;
    try {
      other = FileObjectStore.open(plan.target(), options);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
    try {
      boolean away = plan.direction() != ReplicationDirection.FROM_TARGET;
      Replicator replicator =
          Replicator.between(away ? own : other, away ? other : own)
              .withIds(plan::wants)
              .withProgress(this::progress);
      ChangeFeed feed = plan.followsChanges() ? own.watch(this::changed) : null;
      open = new Copies(own, other, replicator, feed);
      copies = open;
      return open;
    } catch (RuntimeException e) {
      own.close();
      other.close();
      throw e;
    }
  }

  /** What was copied into the store needs no way back. */
  private void changed(Change change) {
    if (change.origin() == Change.Origin.LOCAL || !plan.wants(change.id())) {
      return;
    }
    boolean first;
    changes.lock();
    try {
      first = changed.isEmpty();
      changed.add(change.id());
    } finally {
      changes.unlock();
    }
    if (first) {
      ScheduledThreadPoolExecutor started = executor;
      if (started != null) {
        try {
          started.execute(this::copyChanged);
        } catch (RejectedExecutionException e) {
          log.trace("Store '{}' is not replicated any more", name, e);
        }
      }
    }
  }

  private void copyChanged() {
    List<String> ids;
    changes.lock();
    try {
      ids = List.copyOf(changed);
      changed.clear();
    } finally {
      changes.unlock();
    }
    run(ids);
  }

  private void progress(ReplicationProgress progress) {
    ReplicationState now = state;
    state =
        new ReplicationState(
            now.target(),
            now.direction(),
            now.equalAt(),
            now.problem(),
            now.revisions(),
            now.tombstones(),
            now.failures(),
            progress);
  }

  private void become(
      @Nullable ReplicationReport report, @Nullable Instant equalAt, @Nullable String problem) {
    ReplicationState before = state;
    state =
        new ReplicationState(
            before.target(),
            before.direction(),
            equalAt != null ? equalAt : before.equalAt(),
            problem,
            before.revisions() + (report == null ? 0 : report.revisions()),
            before.tombstones() + (report == null ? 0 : report.tombstones()),
            before.failures() + (problem == null ? 0 : 1),
            null);
    if (problem != null && before.problem() == null) {
      log.warn("Replication of store '{}' with {} failed: {}", name, plan.target(), problem);
    } else if (problem == null && before.problem() != null) {
      log.info("Replication of store '{}' with {} works again", name, plan.target());
    }
  }

  private void close() {
    Copies open = copies;
    if (open != null) {
      copies = null;
      if (open.feed() != null) {
        open.feed().close();
      }
      open.source().close();
      open.target().close();
    }
  }
}
