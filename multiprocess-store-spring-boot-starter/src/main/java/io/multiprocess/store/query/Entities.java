package io.multiprocess.store.query;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entities that questions are put to.
 *
 * @param type their type
 * @param idProperty name of the property that holds their id
 * @param idText an id as text, by which ids are ordered whose type has no order of its own
 * @param all opens a stream of all of them, in no particular order, to be closed
 * @param deletion deletes one and tells whether it was there
 * @param <T> type of the entities
 */
public record Entities<T>(
    Class<T> type,
    String idProperty,
    Function<Object, String> idText,
    Supplier<Stream<T>> all,
    Predicate<? super T> deletion) {

  /** An id as what ids are ordered by. */
  @Nullable Object idKey(@Nullable Object id) {
    Object key = Values.normal(id);
    return id == null || key instanceof Comparable<?> ? key : idText.apply(id);
  }
}
