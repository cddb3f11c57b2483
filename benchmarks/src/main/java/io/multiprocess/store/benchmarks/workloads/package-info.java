/** What contenders are put through, and the figures it gives. */
@NullMarked
package io.multiprocess.store.benchmarks.workloads;

import org.jspecify.annotations.NullMarked;
