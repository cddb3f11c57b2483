/** Programs that only copy files, between hosts that are cut off from each other now and then. */
@NullMarked
package io.multiprocess.store.engines;

import org.jspecify.annotations.NullMarked;
