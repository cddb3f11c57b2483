package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called when an entity was written, and holds the revision it was stored under. What is changed
 * now is not stored.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

  /**
   * May change what the caller gets.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onAfterSave(T entity, String store);
}
