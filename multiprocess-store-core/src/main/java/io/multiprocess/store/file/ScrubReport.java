package io.multiprocess.store.file;

import io.multiprocess.store.file.Finding.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a scrub read and found.
 *
 * @param objects objects with at least one live revision
 * @param revisions revisions read in objects' directories, dead or alive
 * @param tombstones tombstones read
 * @param archived revisions read in the archive
 * @param quarantined what lies in quarantine, which is no finding and not read
 * @param bytes size of everything that was read
 * @param duration how long it took
 * @param counts findings by kind; kinds without any are left out
 * @param findings the first findings, at most {@link #MAX_FINDINGS}
 */
public record ScrubReport(
    long objects,
    long revisions,
    long tombstones,
    long archived,
    long quarantined,
    long bytes,
    Duration duration,
    Map<Kind, Long> counts,
    List<Finding> findings) {

  /** How many findings a report keeps; a listener hears of all. */
  public static final int MAX_FINDINGS = 1000;

  /** Copies the collections. */
  public ScrubReport {
    counts = Map.copyOf(counts);
    findings = List.copyOf(findings);
  }

  /** Whether nothing was found. */
  public boolean isClean() {
    return counts.isEmpty();
  }

  /** How many findings there were, those left out of the list included. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many findings of a kind there were. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
