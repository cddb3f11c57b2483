package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called when an entity is to be deleted. A deletion by id alone has no entity, and calls
 * nothing.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface BeforeDeleteCallback<T> extends EntityCallback<T> {

  /**
   * May change the entity, or refuse by an exception.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onBeforeDelete(T entity, String store);
}
