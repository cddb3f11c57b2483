package io.multiprocess.store.spring.replication;

import io.multiprocess.store.replication.ReplicationProgress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the replication of a store.
 *
 * @param target directory of the other store
 * @param direction which of the two gets what the other has
 * @param equalAt when the last run began after which neither lacked anything that it could be
 *     given; null before the first
 * @param problem why the last run did not do all; null if it did
 * @param revisions revisions copied since the start
 * @param tombstones tombstones copied since the start
 * @param failures runs since the start that did not do all
 * @param progress how far the run is that is under way; null if none is
 */
public record ReplicationState(
    Path target,
    ReplicationDirection direction,
    @Nullable Instant equalAt,
    @Nullable String problem,
    long revisions,
    long tombstones,
    long failures,
    @Nullable ReplicationProgress progress) {}
