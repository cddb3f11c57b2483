package io.multiprocess.store.repository;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.model.BasicPersistentEntity;

/**
 * An entity as Spring Data sees it.
 *
 * @param <T> the entity's type
 */
final class StorePersistentEntity<T> extends BasicPersistentEntity<T, StorePersistentProperty> {

  StorePersistentEntity(TypeInformation<T> type) {
    super(type);
  }
}
