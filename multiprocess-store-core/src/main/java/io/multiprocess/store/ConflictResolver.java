package io.multiprocess.store;

import java.util.Optional;

/**
 * A rule that settles conflicts without a person.
 *
 * <p>Processes and hosts that settle the same conflict by the same rule write the same revision, so
 * that their decisions are one. For that a rule must be a pure function of the conflict: no time,
 * no chance, no other data. What differs all the same is kept beside the other decision, and the
 * greater one stands.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface ConflictResolver<T> {

  /**
   * The value that stands for all rivals, or nothing to leave the conflict to a person. Called for
   * conflicts between edits only, never for one with a deletion.
   */
  Optional<T> resolve(OpenConflict<T> conflict);

  /** Settles what merges without a clash, and leaves everything else to a person. */
  static <T> ConflictResolver<T> mergingCleanly() {
    return conflict -> conflict.isClean() ? Optional.of(conflict.merged()) : Optional.empty();
  }
}
