/**
 * Logs what processes under random kills were told by a store, and proves it against the promise.
 */
@NullMarked
package io.multiprocess.store.histories;

import org.jspecify.annotations.NullMarked;
