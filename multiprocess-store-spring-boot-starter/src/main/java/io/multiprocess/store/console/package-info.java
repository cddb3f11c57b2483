/** The stores in a browser: what is in them, what became of it, and conflicts settled by people. */
@NullMarked
package io.multiprocess.store.console;

import org.jspecify.annotations.NullMarked;
