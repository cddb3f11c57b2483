package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called when an entity was deleted. A deletion by id alone has no entity, and calls nothing;
 * nor is anything called when there was nothing to delete.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface AfterDeleteCallback<T> extends EntityCallback<T> {

  /**
   * Takes note.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onAfterDelete(T entity, String store);
}
