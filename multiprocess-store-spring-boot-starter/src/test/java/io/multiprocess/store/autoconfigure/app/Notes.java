package io.multiprocess.store.autoconfigure.app;

import io.multiprocess.store.repository.StoreRepository;
import java.util.UUID;

/** A repository over the primary store. */
public interface Notes extends StoreRepository<Note, UUID> {}
