/** Finds entities by values of their properties, in memory, from what the changes feed tells. */
@NullMarked
package io.multiprocess.store.index;

import org.jspecify.annotations.NullMarked;
