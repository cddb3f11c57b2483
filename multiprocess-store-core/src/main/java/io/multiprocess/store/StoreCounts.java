package io.multiprocess.store;

/**
 * How much there is in a store at the time it was counted.
 *
 * @param objects objects with at least one live revision
 * @param revisions live revisions of all objects
 * @param currentConflicts conflicts at the generation of their object's winner
 * @param pastConflicts conflicts below it
 */
public record StoreCounts(long objects, long revisions, long currentConflicts, long pastConflicts) {

  /** Current and past conflicts together. */
  public long conflicts() {
    return currentConflicts + pastConflicts;
  }
}
