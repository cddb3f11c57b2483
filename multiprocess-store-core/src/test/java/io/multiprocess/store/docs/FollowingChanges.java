package io.multiprocess.store.docs;

import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.ObjectStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The examples of docs/changes.md. */
final class FollowingChanges {

  private FollowingChanges() {}

  static String follow(
      ObjectStore store, @Nullable String position, Map<String, ObjectNode> index) {
    // example: follow
    ChangeBatch batch = position == null ? store.changes() : store.changes(position);
    if (batch.complete()) {
      index.clear();
    }
    for (Change change : batch.changes()) {
      if (change.kind() == Change.Kind.DELETED) {
        index.remove(change.id());
      } else {
        store.find(change.id()).ifPresent(object -> index.put(object.id(), object.value()));
      }
    }
    return batch.position();
    // end
  }

  static String watch(ObjectStore store, String position, Runnable work) {
    // example: watch
    ChangeListener listener =
        change -> System.out.printf("%s %s %s%n", change.id(), change.kind(), change.origin());
    try (ChangeFeed feed = store.watch(position, listener)) {
      work.run();
      return feed.position();
    }
    // end
  }
}
