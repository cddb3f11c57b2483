package io.multiprocess.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One revision in the history of an object, dead or alive.
 *
 * @param <T> type of the value
 * @param revision the revision
 * @param state whether it is live, or why it is dead
 * @param bases what it was made from; empty if that is not known, a list without elements if from
 *     nothing
 * @param inferred whether the bases are a conclusion: the revision does not say what it was made
 *     from, but only one is possible
 * @param writtenAt when it was written, by its file's time; empty if the file is gone
 * @param diedAt when it was found dead here, by its tombstone's time; empty if it is live
 * @param evidence the revision that stands for it, if it was settled
 * @param value its document; empty if its body is not there, or not whole
 */
public record HistoryEntry<T>(
    Revision revision,
    State state,
    Optional<List<Revision>> bases,
    boolean inferred,
    Optional<Instant> writtenAt,
    Optional<Instant> diedAt,
    Optional<Revision> evidence,
    Optional<T> value) {

  /** What became of a revision. */
  public enum State {
    LIVE,
    /** Named by a deletion. */
    DELETED,
    /** Retired because another revision stands for it. */
    SETTLED,
    /** Superseded, and retired by a retention. */
    COMPACTED,
    /** All that was made from it is dead. */
    EXTINCT
  }

  /** Refuses nulls. */
  public HistoryEntry {
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(state, "state");
    bases = bases.map(List::copyOf);
    Objects.requireNonNull(writtenAt, "writtenAt");
    Objects.requireNonNull(diedAt, "diedAt");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(value, "value");
  }

  /** Whether the revision is live. */
  public boolean isLive() {
    return state == State.LIVE;
  }

  /** The same entry with its value converted. */
  public <U> HistoryEntry<U> map(Function<? super T, ? extends U> conversion) {
    return new HistoryEntry<>(
        revision, state, bases, inferred, writtenAt, diedAt, evidence, value.<U>map(conversion));
  }
}
