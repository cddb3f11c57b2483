/** Measures the store beside others and tells what came of it. */
@NullMarked
package io.multiprocess.store.benchmarks;

import org.jspecify.annotations.NullMarked;
