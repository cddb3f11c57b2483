@NullMarked
package io.multiprocess.store.benchmarks;

import org.jspecify.annotations.NullMarked;
