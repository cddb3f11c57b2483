package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A write that a worker began.
 *
 * @param name tells it from all others; stands in the document that it wrote
 * @param bases what it was made from, as far as the worker knew
 * @param begin a moment before it began
 * @param end a moment after it ended; for one whose end nobody told, when its process was gone
 * @param revision what it was told to have published, if it was told
 * @param note whatever else it was told: why it was refused, or that something was deleted
 */
record Write(
    String name,
    WriteKind kind,
    String object,
    List<Revision> bases,
    long begin,
    long end,
    Outcome outcome,
    Optional<Revision> revision,
    String note) {

  /** What a worker was told of its write. */
  enum Outcome {
    ACKNOWLEDGED,
    REFUSED,
    UNKNOWN
  }

  boolean isAcknowledged() {
    return outcome == Outcome.ACKNOWLEDGED;
  }

  boolean isRefused() {
    return outcome == Outcome.REFUSED;
  }

  /** Whether it was made to publish a revision. */
  boolean publishes() {
    return kind != WriteKind.DELETE && kind != WriteKind.COMPACT;
  }

  @Override
  public String toString() {
    return "%s %s of %s from %s, %s %s %s"
        .formatted(
            kind, name, object, bases, outcome, revision.map(Revision::toString).orElse(""), note);
  }
}
