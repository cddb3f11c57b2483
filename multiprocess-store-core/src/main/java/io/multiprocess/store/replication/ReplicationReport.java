package io.multiprocess.store.replication;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a run of a replicator did.
 *
 * @param objects objects that were compared
 * @param revisions revisions that were copied
 * @param tombstones tombstones that were copied
 * @param bytes bytes of both
 * @param conflicts objects that have a conflict now which they did not have before, in a store that
 *     something was copied to
 * @param damaged files that were passed over because they are damaged, or still being written
 * @param failed objects that could not be copied
 * @param findings what was damaged and what failed, the first {@value #MAX_FINDINGS}
 * @param complete whether the run came to its end; if not, the next one goes on
 * @param duration how long it took
 */
public record ReplicationReport(
    long objects,
    long revisions,
    long tombstones,
    long bytes,
    long conflicts,
    long damaged,
    long failed,
    List<String> findings,
    boolean complete,
    Duration duration) {

  /** How many findings are told one by one. */
  public static final int MAX_FINDINGS = 100;

  /** Refuses nulls. */
  public ReplicationReport {
    findings = List.copyOf(findings);
    Objects.requireNonNull(duration, "duration");
  }

  /** Revisions and tombstones that were copied. */
  public long files() {
    return revisions + tombstones;
  }

  /** Whether the run came to its end, and nothing was damaged or failed. */
  public boolean isClean() {
    return complete && damaged == 0 && failed == 0;
  }

  /** One line. */
  @Override
  public String toString() {
    return "%d objects compared, %d revisions and %d tombstones copied (%d bytes) in %d ms; "
            .formatted(objects, revisions, tombstones, bytes, duration.toMillis())
        + "%d conflicts, %d damaged, %d failed%s"
            .formatted(conflicts, damaged, failed, complete ? "" : "; interrupted");
  }
}
