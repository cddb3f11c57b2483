package io.multiprocess.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the operating system tell of objects that come and go, and of announcements. What it does not
 * tell, or tells too late, is found without it.
 */
final class DirectoryWatch implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);

  private final StoreLayout layout;
  private final Signals signals;
  private final WatchService service;
  private final Thread thread;
  private @Nullable Object watchedRoot;
  private @Nullable Object watchedArea;
  private @Nullable WatchKey root;
  private volatile @Nullable WatchKey area;

  private DirectoryWatch(StoreLayout layout, Signals signals, WatchService service) {
    this.layout = layout;
    this.signals = signals;
    this.service = service;
    this.thread = new Thread(this::run, "multiprocess-store-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to watch; empty where that is not possible. */
  static Optional<DirectoryWatch> open(StoreLayout layout, Signals signals) {
    try {
      WatchService service = layout.root().getFileSystem().newWatchService();
      return Optional.of(new DirectoryWatch(layout, signals, service));
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{} is not watched; changes are looked for", layout.root(), e);
      return Optional.empty();
    }
  }

  /**
   * Watches the directories that stand there now, which may not be those that did.
   *
   * @return whether both are watched
   */
  boolean refresh() {
    try {
      Object rootNow = StoreLayout.attributes(layout.root()).fileKey();
      if (root == null || !root.isValid() || !Objects.equals(rootNow, watchedRoot)) {
        cancel(root);
        root =
            layout
                .root()
                .register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE);
        watchedRoot = rootNow;
        signals.everywhere();
      }
      WatchKey areaKey = area;
      Object areaNow = StoreLayout.attributes(layout.announcements()).fileKey();
      if (areaKey == null || !areaKey.isValid() || !Objects.equals(areaNow, watchedArea)) {
        cancel(areaKey);
        area =
            layout
                .announcements()
                .register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        watchedArea = areaNow;
        signals.announced();
      }
      return true;
    } catch (IOException | ClosedWatchServiceException e) {
      log.debug("{} is not watched for now; changes are looked for", layout.root(), e);
      return false;
    }
  }

  private static void cancel(@Nullable WatchKey key) {
    if (key != null) {
      key.cancel();
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          tell(key, event);
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      log.trace("{} is watched no more", layout.root());
    } catch (InterruptedException e) {
      log.debug("Interrupted; {} is watched no more", layout.root(), e);
    }
  }

  private void tell(WatchKey key, WatchEvent<?> event) {
    if (key.equals(area)) {
      signals.announced();
    } else if (event.context() instanceof Path name) {
      if (!StoreLayout.isHidden(name.toString())) {
        signals.object(name.toString());
      }
    } else {
      // Too many for the queue of the operating system, or of the JDK.
      signals.everywhere();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      log.debug("The watch of {} cannot be closed", layout.root(), e);
    }
  }

  /** Waits until the thread has ended. */
  void awaitEnd(long millis) throws InterruptedException {
    thread.join(millis);
  }
}
