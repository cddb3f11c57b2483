package io.multiprocess.store.query;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Entities that can be found without reading all of them.
 *
 * @param <T> their type
 */
public interface IndexedEntities<T> {

  /** The index as it is after all that was written so far; empty while that cannot be told. */
  Optional<EntityIndex<T>> index();

  /** Reads some entities as the stream is consumed, without those that are not there. */
  Stream<T> read(Collection<String> ids);
}
