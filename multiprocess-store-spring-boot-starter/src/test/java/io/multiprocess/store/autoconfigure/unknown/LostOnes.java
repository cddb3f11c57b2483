package io.multiprocess.store.autoconfigure.unknown;

import io.multiprocess.store.repository.StoreRepository;

/** A repository over a store that does not exist. */
public interface LostOnes extends StoreRepository<Lost, String> {}
