package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.repository.StoreRepository;

/** Another repository of the same entities. */
public interface SpareParts extends StoreRepository<Part, String> {}
