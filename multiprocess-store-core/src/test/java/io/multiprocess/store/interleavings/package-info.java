/** Every order of the file-system calls of several processes, on a file system in memory. */
@NullMarked
package io.multiprocess.store.interleavings;

import org.jspecify.annotations.NullMarked;
