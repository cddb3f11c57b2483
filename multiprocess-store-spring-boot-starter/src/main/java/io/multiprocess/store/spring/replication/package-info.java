/** Keeps stores equal to stores in other directories, in the background. */
@NullMarked
package io.multiprocess.store.spring.replication;

import org.jspecify.annotations.NullMarked;
