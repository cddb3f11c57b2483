/** Stores full of what no store wrote, and callers that hand in what no caller should. */
@NullMarked
package io.multiprocess.store.fuzz;

import org.jspecify.annotations.NullMarked;
