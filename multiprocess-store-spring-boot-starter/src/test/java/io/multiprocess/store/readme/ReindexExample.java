package io.multiprocess.store.readme;

import io.multiprocess.store.Change;
import io.multiprocess.store.spring.StoreObjectChanged;
import org.springframework.context.event.EventListener;

/** The example of events in docs/changes.md. */
class ReindexExample {

  @EventListener
  void reindex(StoreObjectChanged event) {
    Change change = event.change();
    System.out.printf("%s: %s %s%n", event.store(), change.id(), change.kind());
  }
}
