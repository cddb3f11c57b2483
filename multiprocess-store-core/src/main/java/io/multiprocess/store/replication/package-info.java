/**
 * Copies revisions and tombstones between stores until both have what either has.
 *
 * <p>Knows stores by the {@link io.multiprocess.store.Replica} they offer, and nothing of files.
 */
@NullMarked
package io.multiprocess.store.replication;

import org.jspecify.annotations.NullMarked;
