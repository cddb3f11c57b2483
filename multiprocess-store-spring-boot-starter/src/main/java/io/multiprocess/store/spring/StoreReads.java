package io.multiprocess.store.spring;

import static io.multiprocess.store.spring.StoreExceptionTranslator.READING;

import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads entities, and follows what becomes of them, for work in the background: unlike what is done
 * to a {@link StoreTemplate}, none of it counts as an operation that is observed.
 *
 * @param <T> type of the entities
 */
public final class StoreReads<T> {

  private static final Logger log = LoggerFactory.getLogger(StoreReads.class);

  private final ObjectStore store;
  private final TypedStore<T> typed;
  private final UnaryOperator<T> afterwards;

  StoreReads(ObjectStore store, TypedStore<T> typed, UnaryOperator<T> afterwards) {
    this.store = store;
    this.typed = typed;
    this.afterwards = afterwards;
  }

  /** Reads an object: the greatest of its live revisions that is not damaged. */
  public Optional<Versioned<T>> find(String id) {
    return READING
        .translate(() -> typed.find(id))
        .map(found -> found.withValue(afterwards.apply(found.value())));
  }

  /** Reads an object, unless all its revisions are damaged. */
  Optional<T> findUndamaged(String id) {
    Optional<T> found =
        READING.translate(
            () -> {
              try {
                return typed.find(id).map(Versioned::value);
              } catch (DamagedRevisionException e) {
                log.debug("'{}' is passed over", id, e);
                return Optional.empty();
              }
            });
    return found.map(afterwards);
  }

  /** Everything there is, as changes. */
  public ChangeBatch changes() {
    return READING.translate(() -> store.changes());
  }

  /** Tells of everything after a position, and then of changes as they happen. */
  public ChangeFeed watch(String position, ChangeListener listener) {
    return READING.translate(() -> store.watch(position, listener));
  }
}
