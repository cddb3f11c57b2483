/** Disks that lose their power at any moment, and what a store has kept on them. */
@NullMarked
package io.multiprocess.store.powercuts;

import org.jspecify.annotations.NullMarked;
