package io.multiprocess.store.spring;

import io.multiprocess.store.Settlement;

/**
 * Published as an application event when this process has settled a conflict in a configured store,
 * on the thread that settled it.
 *
 * @param store what the application calls the store
 * @param settlement what was retired, for what, and by whom
 */
public record ConflictSettled(String store, Settlement settlement) {}
