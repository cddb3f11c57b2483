package io.multiprocess.store.autoconfigure.app;

import io.multiprocess.store.repository.StoreRepository;

/** A repository whose bean has the name of a store. */
public interface Users extends StoreRepository<Customer, String> {}
