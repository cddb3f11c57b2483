package io.multiprocess.store.beside;

import io.multiprocess.store.repository.StoreRepository;

/** A repository of a store, by its type. */
public interface Tasks extends StoreRepository<Task, String> {}
