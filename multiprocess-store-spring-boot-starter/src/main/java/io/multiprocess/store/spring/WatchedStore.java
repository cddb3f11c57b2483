package io.multiprocess.store.spring;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.StoreException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One store whose objects' creations, updates and deletions are told to somebody. */
final class WatchedStore {

  private static final Logger log = LoggerFactory.getLogger(WatchedStore.class);

  private final StoreTemplate template;
  private final Consumer<Change> listener;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable ChangeFeed feed;

  /** What has been told by feeds that were closed. */
  private @Nullable String position;

  private boolean failing;

  WatchedStore(StoreTemplate template, Consumer<Change> listener) {
    this.template = template;
    this.listener = listener;
  }

  /** Opens the feed unless it is open. A failure is logged when it begins. */
  void open() {
    lock.lock();
    try {
      if (feed == null) {
        feed =
            position == null
                ? template.bare().watch(this::changed)
                : template.bare().watch(position, this::changed);
        if (failing) {
          failing = false;
          log.info("Changes of store '{}' are told again", template.name());
        }
      }
    } catch (StoreException | IllegalStateException e) {
      if (!failing) {
        failing = true;
        log.warn("Changes of store '{}' are not told: {}", template.name(), e.getMessage(), e);
      }
    } finally {
      lock.unlock();
    }
  }

  private void changed(Change change) {
    if (change.kind() != Kind.CONFLICT) {
      listener.accept(change);
    }
  }

  void close() {
    lock.lock();
    try {
      if (feed != null) {
        feed.close();
        position = feed.position();
        feed = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
