package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called when an entity is to be written, and has its id. It becomes a document after that, so
 * this is the last chance to change or to refuse it.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

  /**
   * May change the entity.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onBeforeSave(T entity, String store);
}
