package io.multiprocess.store.feed;

import io.multiprocess.store.Revision;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As much of an object as a change can show: its winner, and a mark for each of its conflicts. */
public final class ObjectState {

  /** There is no object. */
  public static final ObjectState ABSENT = new ObjectState(null, Set.of());

  private final @Nullable Revision winner;
  private final Set<String> conflicts;

  private ObjectState(@Nullable Revision winner, Set<String> conflicts) {
    this.winner = winner;
    this.conflicts = Set.copyOf(conflicts);
  }

  /**
   * An object that exists.
   *
   * @param conflicts marks that differ when rivals do, of letters and digits
   */
  public static ObjectState of(Revision winner, Set<String> conflicts) {
    return new ObjectState(Objects.requireNonNull(winner, "winner"), conflicts);
  }

  /** The winner; empty if there is no object. */
  public Optional<Revision> winner() {
    return Optional.ofNullable(winner);
  }

  /** Whether there is an object. */
  public boolean exists() {
    return winner != null;
  }

  Set<String> conflicts() {
    return conflicts;
  }

  boolean hasWinnerOf(ObjectState other) {
    return Objects.equals(winner, other.winner);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectState state
        && hasWinnerOf(state)
        && conflicts.equals(state.conflicts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(winner, conflicts);
  }

  @Override
  public String toString() {
    return "%s%s".formatted(winner, conflicts);
  }
}
