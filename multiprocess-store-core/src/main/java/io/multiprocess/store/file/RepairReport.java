package io.multiprocess.store.file;

import io.multiprocess.store.file.Repair.Outcome;
import java.util.List;
import java.util.Map;

/**
 * What a repair found and did.
 *
 * @param scrub what was found
 * @param counts repairs by outcome; outcomes without any are left out
 * @param repairs the first repairs, one for each finding, at most {@link ScrubReport#MAX_FINDINGS};
 *     the log has all but those that left things as they are
 */
public record RepairReport(ScrubReport scrub, Map<Outcome, Long> counts, List<Repair> repairs) {

  /** Copies the collections. */
  public RepairReport {
    counts = Map.copyOf(counts);
    repairs = List.copyOf(repairs);
  }

  /** How many findings came to an outcome. */
  public long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }
}
