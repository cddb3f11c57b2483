package io.multiprocess.store;

import java.util.Objects;
import java.util.function.Function;

/**
 * A value together with the object and the revision it was read from: what a read returns and an
 * update takes.
 *
 * <p>The revision of a value handed to an update is the edit's base, so a value that was carried
 * through a form or a cache keeps saying what its editor saw.
 *
 * @param <T> type of the value
 * @param id id of the object
 * @param revision revision the value was read from, or was written as
 * @param value the document, without its id and revision
 */
public record Versioned<T>(String id, Revision revision, T value) {

  /** Refuses nulls. */
  public Versioned {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(value, "value");
  }

  /** Another value on the same base: the edit to hand to an update. */
  public <U> Versioned<U> withValue(U edited) {
    return new Versioned<>(id, revision, edited);
  }

  /** The same object and revision with its value converted. */
  public <U> Versioned<U> map(Function<? super T, ? extends U> conversion) {
    return new Versioned<>(id, revision, conversion.apply(value));
  }
}
