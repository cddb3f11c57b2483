/** The examples of the README, compiled and run. */
@NullMarked
package io.multiprocess.store.readme;

import org.jspecify.annotations.NullMarked;
