package io.multiprocess.store.spring;

import io.multiprocess.store.Conflict;

/**
 * Published as an application event when this process sees a conflict for the first time, whoever
 * made it; also when another rival joins it. Conflicts are looked for in the background.
 *
 * @param store what the application calls the store
 * @param conflict the conflict as it was seen
 */
public record ConflictDetected(String store, Conflict conflict) {}
