package io.multiprocess.store.test.library;

import io.multiprocess.store.repository.StoreRepository;

/** A repository over a named store. */
public interface Members extends StoreRepository<Member, String> {}
