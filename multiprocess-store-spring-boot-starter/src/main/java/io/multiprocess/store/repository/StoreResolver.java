package io.multiprocess.store.repository;

import io.multiprocess.store.spring.StoreTemplate;

/** Finds the store of an entity. */
@FunctionalInterface
interface StoreResolver {

  /**
   * The store that objects of a type are in.
   *
   * @throws UnresolvedStoreException if that cannot be told
   */
  StoreTemplate resolve(Class<?> entityType);
}
