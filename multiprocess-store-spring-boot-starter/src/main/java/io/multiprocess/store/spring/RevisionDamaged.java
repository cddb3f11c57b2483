package io.multiprocess.store.spring;

import io.multiprocess.store.DamagedRevisionException;

/**
 * Published as an application event when this process has passed over a damaged revision of a
 * configured store, on the thread that read it. Told once for each revision.
 *
 * @param store what the application calls the store
 * @param damage which revision of which object, and what is wrong with it
 */
public record RevisionDamaged(String store, DamagedRevisionException damage) {}
