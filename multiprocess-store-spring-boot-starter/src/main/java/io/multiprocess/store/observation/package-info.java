/**
 * What is told of every operation on a store while it runs: an observer around it, and the one that
 * makes Micrometer observations, which alone needs Micrometer.
 */
@NullMarked
package io.multiprocess.store.observation;

import org.jspecify.annotations.NullMarked;
