package io.multiprocess.store.observation;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the calls. */
final class Unobserved implements StoreObserver {

  @Override
  public <T> T observe(
      String store, StoreOperation operation, @Nullable String id, Supplier<T> call) {
    return call.get();
  }

  @Override
  public <T> Stream<T> observeStream(
      String store, StoreOperation operation, Supplier<Stream<T>> call) {
    return call.get();
  }
}
