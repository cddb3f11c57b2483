/** Processes that have a contender open and do with it what they are told, line by line. */
@NullMarked
package io.multiprocess.store.benchmarks.workers;

import org.jspecify.annotations.NullMarked;
