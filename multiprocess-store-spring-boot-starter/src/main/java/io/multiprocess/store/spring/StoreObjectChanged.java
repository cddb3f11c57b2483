package io.multiprocess.store.spring;

import io.multiprocess.store.Change;

/**
 * Published as an application event when an object of a store was created, updated or deleted, once
 * in each process that asks for it, whoever wrote. One event may stand for several writes that
 * followed each other closely. That a losing rival came or went is told by {@link ConflictDetected}
 * and {@link ConflictSettled} alone.
 *
 * @param store what the application calls the store
 * @param change id, kind, winner, and whether this process or another one wrote it
 */
public record StoreObjectChanged(String store, Change change) {}
