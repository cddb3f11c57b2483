package io.multiprocess.store.replication;

import io.multiprocess.store.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what a run does. Used by one thread. */
final class Tally {

  private final long begun = System.nanoTime();
  private final List<String> findings = new ArrayList<>();

  /** A file that is met twice in a run counts once. */
  private final Set<String> damaged = new HashSet<>();

  private long objects;
  private long revisions;
  private long tombstones;
  private long bytes;
  private long conflicts;
  private long failed;

  void object() {
    objects++;
  }

  void revision(StoredFile file) {
    revisions++;
    bytes += file.size();
  }

  void tombstone(StoredFile file) {
    tombstones++;
    bytes += file.size();
  }

  void conflict() {
    conflicts++;
  }

  void damaged(String finding) {
    if (damaged.add(finding)) {
      find(finding);
    }
  }

  void failed(String finding) {
    failed++;
    find(finding);
  }

  private void find(String finding) {
    if (findings.size() < ReplicationReport.MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  ReplicationProgress progress(long total) {
    return new ReplicationProgress(objects, total, revisions, tombstones);
  }

  ReplicationReport report(boolean complete) {
    return new ReplicationReport(
        objects,
        revisions,
        tombstones,
        bytes,
        conflicts,
        damaged.size(),
        failed,
        findings,
        complete,
        Duration.ofNanos(System.nanoTime() - begun));
  }
}
