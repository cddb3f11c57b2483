package io.multiprocess.store.classpath.data;

import io.multiprocess.store.repository.StoreRepository;

/** A repository. */
public interface Items extends StoreRepository<Item, String> {}
