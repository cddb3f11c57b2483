/** Writers that are killed, and system calls that fail, at every single call of an operation. */
@NullMarked
package io.multiprocess.store.faults;

import org.jspecify.annotations.NullMarked;
