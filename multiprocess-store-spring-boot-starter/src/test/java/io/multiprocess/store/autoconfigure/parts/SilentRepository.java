package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.repository.SimpleStoreRepository;
import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.data.mapping.PersistentEntity;

/** A base class that keeps what there is to itself. */
public class SilentRepository<T, ID> extends SimpleStoreRepository<T, ID> {

  /** Is called by Spring Data. */
  public SilentRepository(PersistentEntity<T, ?> entityType, StoreTemplate template) {
    super(entityType, template);
  }

  @Override
  public long count() {
    return -1;
  }
}
