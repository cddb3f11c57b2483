package io.multiprocess.store.repository.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is called first of all when an entity is to be written; it may have no id yet. It has been
 * audited by then.
 *
 * @param <T> type of the entities
 */
@FunctionalInterface
public interface BeforeConvertCallback<T> extends EntityCallback<T> {

  /**
   * May change the entity.
   *
   * @param store name of the store
   * @return the same entity, or another one that takes its place
   */
  T onBeforeConvert(T entity, String store);
}
