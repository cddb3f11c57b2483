package io.multiprocess.store.query;

import java.util.Collection;
import java.util.Optional;
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
 * @param indexed finds them without reading all; nothing is found so if it has no index
 * @param deletion deletes one and tells whether it was there
 * @param <T> type of the entities
 */
public record Entities<T>(
    Class<T> type,
    String idProperty,
    Function<Object, String> idText,
    Supplier<Stream<T>> all,
    IndexedEntities<T> indexed,
    Predicate<? super T> deletion) {

  /** Entities of which there is no index. */
  public Entities(
      Class<T> type,
      String idProperty,
      Function<Object, String> idText,
      Supplier<Stream<T>> all,
      Predicate<? super T> deletion) {
    this(type, idProperty, idText, all, new Unindexed<>(), deletion);
  }

  /** The same entities, found by an index where it can. */
  public Entities<T> with(IndexedEntities<T> other) {
    return new Entities<>(type, idProperty, idText, all, other, deletion);
  }

  private static final class Unindexed<T> implements IndexedEntities<T> {

    @Override
    public Optional<EntityIndex<T>> index() {
      return Optional.empty();
    }

    @Override
    public Stream<T> read(Collection<String> ids) {
      throw new UnsupportedOperationException("There is no index that ids could be from");
    }
  }

  /** An id as what ids are ordered by. */
  @Nullable Object idKey(@Nullable Object id) {
    Object key = Values.normal(id);
    return id == null || key instanceof Comparable<?> ? key : idText.apply(id);
  }
}
