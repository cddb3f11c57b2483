/** An application of the tests. */
@NullMarked
package io.multiprocess.store.autoconfigure.unknown;

import org.jspecify.annotations.NullMarked;
