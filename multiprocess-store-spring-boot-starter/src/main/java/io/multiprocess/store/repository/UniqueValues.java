package io.multiprocess.store.repository;

import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.repository.callback.BeforeSaveCallback;
import org.springframework.core.Ordered;

/** Refuses entities with values that are to be unique and that others are known to have. */
public final class UniqueValues implements BeforeSaveCallback<Object>, Ordered {

  private final StoreIndexes indexes;

  /** Asks indexes. */
  public UniqueValues(StoreIndexes indexes) {
    this.indexes = indexes;
  }

  @Override
  public Object onBeforeSave(Object entity, String store) {
    indexes.requireUnique(store, entity);
    return entity;
  }

  /** Values are asked for when all others have made up their minds about them. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
