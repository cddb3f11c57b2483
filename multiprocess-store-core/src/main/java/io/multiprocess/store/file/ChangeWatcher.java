package io.multiprocess.store.file;

import io.multiprocess.store.feed.Delivery.Reach;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changes while somebody listens: where writers of this library announce them, where the
 * operating system tells of them, and everywhere at an interval, for all others.
 *
 * <p>Looking everywhere takes a tenth of one processor at most, however short the interval is.
 */
final class ChangeWatcher {

  private static final Logger log = LoggerFactory.getLogger(ChangeWatcher.class);

  private static final long PATIENCE_MILLIS = 5_000;
  private static final long SHOW_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final Duration SHOWN = Duration.ofMinutes(1);

  /** Where nothing is told by the operating system, announcements are asked for as often. */
  private static final long UNWATCHED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A store that cannot be read is tried again as soon. */
  private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Writers that did not know of this feed know by then; see {@link Announcer}. */
  private static final long KNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  /** Between looks at a directory into which somebody is about to write the first file. */
  private static final long SHORTEST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long LONGEST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(640);

  private final StoreLayout layout;
  private final StoreChanges changes;
  private final Announcer announcer;
  private final Announcements announcements;
  private final long intervalNanos;
  private final long foreignDelayNanos;

  /** Processes share the files of the operating system, and no others. */
  private final boolean shared;

  /** Guards beginning and end. The thread that looks never takes it. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  private int listeners;
  private volatile Signals signals = new Signals();
  private @Nullable Thread thread;
  private Optional<DirectoryWatch> watch = Optional.empty();

  // What follows is used by the thread that looks, and before it begins.
  private Set<String> unfinished = new LinkedHashSet<>();
  private long retryNanos;
  private long retryAt;
  private long scanAt;
  private long scanFrom;
  private long scannedAt;
  private long knownFrom;
  private long showAt;
  private Instant shown = Instant.MIN;
  private boolean watched;
  private boolean everywhere;
  private boolean failing;

  ChangeWatcher(
      StoreLayout layout,
      StoreChanges changes,
      Announcer announcer,
      Announcements announcements,
      Duration interval,
      Duration foreignDelay) {
    this.layout = layout;
    this.changes = changes;
    this.announcer = announcer;
    this.announcements = announcements;
    this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval);
    this.foreignDelayNanos = TimeUnit.NANOSECONDS.convert(foreignDelay);
    this.shared = layout.root().getFileSystem().equals(FileSystems.getDefault());
  }

  /** Begins to look, if nobody listened before. */
  void begin() {
    lifecycle.lock();
    try {
      if (listeners++ > 0) {
        return;
      }
      signals = new Signals();
      Signals own = signals;
      announcer.tell(own::object);
      watch = shared ? DirectoryWatch.open(layout, own) : Optional.empty();
      long now = System.nanoTime();
      scanAt = now + intervalNanos;
      scanFrom = now;
      scannedAt = now - foreignDelayNanos;
      knownFrom = now;
      unfinished = new LinkedHashSet<>();
      everywhere = false;
      failing = false;
      show(now);
      if (shared) {
        skipAnnouncements();
      }
      Thread looking = new Thread(() -> run(own), "multiprocess-store-changes");
      looking.setDaemon(true);
      looking.start();
      thread = looking;
    } finally {
      lifecycle.unlock();
    }
  }

  private void skipAnnouncements() {
    try {
      announcements.skip();
    } catch (IOException e) {
      log.debug("Announcements in {} cannot be read", layout.announcements(), e);
    }
  }

  /** Ends looking, if nobody listens any more. */
  void end() {
    lifecycle.lock();
    try {
      Thread looking = thread;
      if (--listeners > 0 || looking == null) {
        return;
      }
      thread = null;
      announcer.tell(null);
      signals.stop();
      watch.ifPresent(DirectoryWatch::close);
      looking.join(PATIENCE_MILLIS);
      if (watch.isPresent()) {
        watch.get().awaitEnd(PATIENCE_MILLIS);
      }
      announcements.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lifecycle.unlock();
    }
  }

  private void run(Signals own) {
    try {
      while (true) {
        Signals.Hints hints = own.await(untilNext());
        if (hints.stopped()) {
          hints.questions().forEach(question -> question.answer().complete(false));
          return;
        }
        try {
          step(hints);
          if (failing) {
            failing = false;
            log.info("Changes of {} are told again", layout.root());
          }
        } catch (IOException | RuntimeException | Error e) {
          fail(e);
        }
        answer(hints);
      }
    } catch (InterruptedException e) {
      log.warn("Interrupted; changes of {} are told no more", layout.root(), e);
    }
  }

  private void answer(Signals.Hints hints) {
    for (Signals.Question question : hints.questions()) {
      boolean reached = question.reach() == Reach.ALL || (shared && !everywhere);
      question.answer().complete(reached && !failing);
    }
  }

  /**
   * Has the thread look where somebody announced something, or everywhere. It is not for the
   * caller's thread to read: files would be closed by its being interrupted.
   *
   * @return false if it cannot be told whether that is all that was written
   */
  boolean catchUp(Reach reach) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    try {
      return signals.ask(reach).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fail(Throwable e) {
    scanAt = System.nanoTime() + Math.min(intervalNanos, FAILED_NANOS);
    scanFrom = scanAt;
    everywhere = true;
    if (!failing) {
      failing = true;
      log.warn("Changes of {} are not told for now: {}", layout.root(), e.getMessage(), e);
    }
  }

  private long untilNext() {
    long now = System.nanoTime();
    long until = Math.min(scanAt - now, showAt - now);
    if (everywhere) {
      until = Math.min(until, scanFrom - now);
    }
    if (!unfinished.isEmpty()) {
      until = Math.min(until, retryAt - now);
    }
    return shared && !watched ? Math.min(until, UNWATCHED_NANOS) : until;
  }

  private void step(Signals.Hints hints) throws IOException {
    long now = System.nanoTime();
    if (now - showAt >= 0 || mayBeForgotten()) {
      show(now);
    }
    everywhere |= hints.everywhere();
    Set<String> names = new LinkedHashSet<>(hints.names());
    if (shared && (hints.announced() || !hints.questions().isEmpty() || !watched)) {
      everywhere |= !announcements.read(names);
    }
    if (!names.isEmpty()) {
      retryNanos = SHORTEST_RETRY_NANOS;
    }
    if (!unfinished.isEmpty() && now - retryAt >= 0) {
      names.addAll(unfinished);
      unfinished.clear();
    }
    if (now - scanAt >= 0 || (everywhere && now - scanFrom >= 0)) {
      scan(now);
      changes.tidy();
    } else if (hints.isAskedForAll() && (everywhere || now - scannedAt >= foreignDelayNanos)) {
      scan(now);
    }
    if (!names.isEmpty()) {
      look(names);
    }
  }

  private void scan(long start) throws IOException {
    watched = watch.isPresent() && watch.get().refresh();
    changes.scan();
    everywhere &= start - knownFrom < 0;
    scannedAt = start;
    long end = System.nanoTime();
    scanFrom = end + 9 * (end - start);
    scanAt = Math.max(end - start + intervalNanos + start, scanFrom);
  }

  private void look(Set<String> names) throws IOException {
    unfinished.addAll(changes.look(names));
    if (!unfinished.isEmpty()) {
      if (retryNanos > LONGEST_RETRY_NANOS) {
        unfinished.clear();
      } else {
        retryAt = System.nanoTime() + retryNanos;
        retryNanos *= 2;
      }
    }
  }

  /** The time that writers go by goes on while a machine sleeps, and the other one does not. */
  private boolean mayBeForgotten() {
    return shared && Duration.between(shown, Instant.now()).abs().compareTo(SHOWN) > 0;
  }

  /** Shows that somebody listens, and has the operating system tell of what stands there now. */
  private void show(long now) {
    showAt = now + SHOW_NANOS;
    shown = Instant.now();
    if (!shared) {
      return;
    }
    try {
      if (announcements.showAttention()) {
        everywhere = true;
        knownFrom = now + KNOWN_NANOS;
        scanFrom = Math.max(scanFrom, knownFrom);
      }
    } catch (IOException e) {
      log.debug("Nothing is announced in {}; changes are looked for", layout.root(), e);
    }
    watched = watch.isPresent() && watch.get().refresh();
  }
}
