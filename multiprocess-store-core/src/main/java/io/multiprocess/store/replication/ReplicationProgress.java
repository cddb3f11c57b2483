package io.multiprocess.store.replication;

/**
 * How far a run of a replicator is.
 *
 * @param objects objects that have been compared, and have what readers ask for first: tombstones
 *     and the leading revisions
 * @param total objects that are compared in this run
 * @param revisions revisions copied so far
 * @param tombstones tombstones copied so far
 */
public record ReplicationProgress(long objects, long total, long revisions, long tombstones) {}
