package io.multiprocess.store;

import java.util.List;

/**
 * What a store held as far as a {@linkplain ChangeFeed changes feed} has seen.
 *
 * @param counts how much there was
 * @param inConflict ids of the objects with open conflicts, in ascending order
 */
public record Census(StoreCounts counts, List<String> inConflict) {

  /** Copies the list. */
  public Census {
    inConflict = List.copyOf(inConflict);
  }
}
