/** An application of the tests. */
@NullMarked
package io.multiprocess.store.autoconfigure.queried;

import org.jspecify.annotations.NullMarked;
