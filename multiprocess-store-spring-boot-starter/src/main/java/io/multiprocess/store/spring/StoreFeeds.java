package io.multiprocess.store.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the changes of all stores as application events. It can be stopped and started again; what
 * happens meanwhile is told then.
 */
public final class StoreFeeds implements SmartLifecycle {

  /** A store that cannot be read is tried again as often. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final List<WatchedStore> stores;
  private final Repetition retries;

  /** Feeds of the given stores, which begin with {@link #start()}. */
  public StoreFeeds(Collection<StoreTemplate> templates, StoreEvents events) {
    this.stores =
        templates.stream()
            .map(
                template ->
                    new WatchedStore(template, change -> events.changed(template.name(), change)))
            .toList();
    this.retries =
        new Repetition(
            "multiprocess-store-feeds-",
            stores.stream().map(store -> new Repetition.Task(store::open, RETRY)).toList());
  }

  /** Whatever is written after this has returned is told. */
  @Override
  public void start() {
    stores.forEach(WatchedStore::open);
    retries.start();
  }

  @Override
  public void stop() {
    retries.stop();
    stores.forEach(WatchedStore::close);
  }

  @Override
  public boolean isRunning() {
    return retries.isRunning();
  }
}
