package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called when an entity was made from a document that was read: a winner, a rival, or a revision
 * of the history.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface AfterConvertCallback<T> extends EntityCallback<T> {

  /**
   * May change what the caller gets.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onAfterConvert(T entity, String store);
}
