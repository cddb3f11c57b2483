package io.multiprocess.store.observation;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands around every operation on the stores of an application.
 *
 * <p>An observer makes each call exactly once, on the thread it is called by, and returns or throws
 * what the call does. It is called by many threads at once.
 */
public interface StoreObserver {

  /** Does nothing but make the calls. */
  StoreObserver NONE = new Unobserved();

  /**
   * Makes a call.
   *
   * @param store what the application calls the store
   * @param id id of the object that the operation is about; null if it is about all
   */
  <T> T observe(String store, StoreOperation operation, @Nullable String id, Supplier<T> call);

  /**
   * Makes a call whose outcome is still to be read. The operation ends when the last element was
   * read, when reading fails, or when the stream is closed.
   *
   * @param store what the application calls the store
   */
  <T> Stream<T> observeStream(String store, StoreOperation operation, Supplier<Stream<T>> call);
}
