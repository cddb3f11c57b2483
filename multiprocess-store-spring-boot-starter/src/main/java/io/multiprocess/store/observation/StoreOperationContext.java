package io.multiprocess.store.observation;

import io.micrometer.observation.Observation;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an operation while it is observed. */
public final class StoreOperationContext extends Observation.Context {

  private final String store;
  private final StoreOperation operation;
  private final @Nullable String id;
  private volatile @Nullable Revision revision;
  private volatile @Nullable StoreOutcome outcome;

  StoreOperationContext(String store, StoreOperation operation, @Nullable String id) {
    this.store = Objects.requireNonNull(store, "store");
    this.operation = Objects.requireNonNull(operation, "operation");
    this.id = id;
  }

  /** What the application calls the store. */
  public String store() {
    return store;
  }

  /** What is done. */
  public StoreOperation operation() {
    return operation;
  }

  /** Id of the object that the operation is about; null if it is about all. */
  public @Nullable String id() {
    return id;
  }

  /** The revision that was read or written; null before that, and if it was none or several. */
  public @Nullable Revision revision() {
    return revision;
  }

  /** How the operation ended; null while it runs. */
  public @Nullable StoreOutcome outcome() {
    return outcome;
  }

  void endWith(Object result) {
    Object found = result instanceof Optional<?> optional ? optional.orElse(null) : result;
    if (found instanceof Versioned<?> versioned) {
      revision = versioned.revision();
    }
    outcome = StoreOutcome.of(operation, result);
  }

  StoreOutcome endWith(Throwable failure) {
    StoreOutcome ending = StoreOutcome.of(operation, failure);
    outcome = ending;
    return ending;
  }
}
