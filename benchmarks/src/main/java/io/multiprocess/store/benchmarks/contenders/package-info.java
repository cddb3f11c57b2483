/** Stores that are measured, each behind the same few operations. */
@NullMarked
package io.multiprocess.store.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
