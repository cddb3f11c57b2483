/** The examples of docs/testing.md, compiled and run. */
@NullMarked
package io.multiprocess.store.docs.testing;

import org.jspecify.annotations.NullMarked;
