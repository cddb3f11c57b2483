/** An application of the tests. */
@NullMarked
package io.multiprocess.store.autoconfigure.app;

import org.jspecify.annotations.NullMarked;
