package io.multiprocess.store.benchmarks.workers;

/**
 * The first line of a worker.
 *
 * @param openNanos how long it took to open the contender
 * @param firstGetNanos how long it took then to read an object; 0 if none was asked for
 * @param failure why it could not open the contender; empty if it could
 */
public record Ready(long openNanos, long firstGetNanos, String failure) {}
