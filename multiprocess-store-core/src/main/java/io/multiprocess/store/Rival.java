package io.multiprocess.store;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * One side of an open conflict.
 *
 * @param <T> type of the value
 * @param revision the rival's revision
 * @param value its document, without its id and revision
 * @param writtenAt when it was written, by its file's time
 */
public record Rival<T>(Revision revision, T value, Instant writtenAt) {

  /** Refuses nulls. */
  public Rival {
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(writtenAt, "writtenAt");
  }

  /** The same rival with its value converted. */
  public <U> Rival<U> map(Function<? super T, ? extends U> conversion) {
    return new Rival<>(revision, conversion.apply(value), writtenAt);
  }
}
