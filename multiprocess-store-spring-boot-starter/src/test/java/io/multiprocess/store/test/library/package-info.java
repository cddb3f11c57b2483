/** An application with stores, and with more than stores. */
@NullMarked
package io.multiprocess.store.test.library;

import org.jspecify.annotations.NullMarked;
