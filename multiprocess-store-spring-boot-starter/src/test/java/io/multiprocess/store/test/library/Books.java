package io.multiprocess.store.test.library;

import io.multiprocess.store.repository.StoreRepository;

/** A repository. */
public interface Books extends StoreRepository<Book, String> {}
