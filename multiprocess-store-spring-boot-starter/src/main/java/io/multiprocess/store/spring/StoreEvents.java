package io.multiprocess.store.spring;

import io.multiprocess.store.Change;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.file.StoreOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to objects, conflicts and damage as application events.
 *
 * <p>What is told has happened already, so that a failure of its listeners is logged and goes no
 * further.
 */
public final class StoreEvents {

  private static final Logger log = LoggerFactory.getLogger(StoreEvents.class);

  private final ApplicationEventPublisher publisher;

  /** Publishes to the listeners of an application. */
  public StoreEvents(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * The same options, with settlements and damage told. A listener that they have goes on to hear
   * all.
   */
  public StoreOptions heardOf(String store, StoreOptions options) {
    return options.withListener(listener(store, options.listener()));
  }

  private StoreListener listener(String store, StoreListener other) {
    return new StoreListener() {
      @Override
      public void revisionDamaged(DamagedRevisionException damage) {
        other.revisionDamaged(damage);
        publish(new RevisionDamaged(store, damage));
      }

      @Override
      public void conflictSettled(Settlement settlement) {
        other.conflictSettled(settlement);
        publish(new ConflictSettled(store, settlement));
      }
    };
  }

  /** Tells of a conflict. */
  void detected(String store, Conflict conflict) {
    publish(new ConflictDetected(store, conflict));
  }

  /** Tells of an object. */
  void changed(String store, Change change) {
    publish(new StoreObjectChanged(store, change));
  }

  private void publish(Object event) {
    try {
      publisher.publishEvent(event);
    } catch (RuntimeException e) {
      log.warn("{} was not heard by all its listeners: {}", event, e.getMessage(), e);
    }
  }
}
