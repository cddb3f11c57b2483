package io.multiprocess.sample.users;

import io.multiprocess.store.Conflict;
import java.util.Collection;

/**
 * How many conflicts a user has.
 *
 * @param current conflicts at the generation of the winner
 * @param past conflicts that a later revision stands above
 */
record ConflictCounts(long current, long past) {

  static final ConflictCounts NONE = new ConflictCounts(0, 0);

  static ConflictCounts of(Collection<Conflict> conflicts) {
    long current = conflicts.stream().filter(Conflict::current).count();
    return new ConflictCounts(current, conflicts.size() - current);
  }

  /** Whether there is any. */
  public boolean any() {
    return current + past > 0;
  }
}
