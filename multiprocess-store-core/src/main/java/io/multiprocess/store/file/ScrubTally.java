package io.multiprocess.store.file;

import io.multiprocess.store.file.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What one scrub has read and found so far. */
final class ScrubTally {

  private final Consumer<? super Finding> listener;
  private final long start = System.nanoTime();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<Finding> findings = new ArrayList<>();
  private long objects;
  private long revisions;
  private long tombstones;
  private long archived;
  private long quarantined;
  private long bytes;

  ScrubTally(Consumer<? super Finding> listener) {
    this.listener = listener;
  }

  void object() {
    objects++;
  }

  void revision() {
    revisions++;
  }

  void tombstone() {
    tombstones++;
  }

  void archived() {
    archived++;
  }

  void quarantined() {
    quarantined++;
  }

  void read(long count) {
    bytes += count;
  }

  void add(Finding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    if (findings.size() < ScrubReport.MAX_FINDINGS) {
      findings.add(finding);
    }
    listener.accept(finding);
  }

  ScrubReport report() {
    return new ScrubReport(
        objects,
        revisions,
        tombstones,
        archived,
        quarantined,
        bytes,
        Duration.ofNanos(System.nanoTime() - start),
        counts,
        findings);
  }
}
