package io.multiprocess.store.observation;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.StaleRevisionException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How an operation ended. */
public enum StoreOutcome {
  /** It did what it was to do. */
  SUCCESS,
  /** There is no such object or revision. */
  NOT_FOUND,
  /** The object or revision is there already. */
  EXISTS,
  /** The edit was refused: its base is no longer the winner. */
  STALE,
  /** The id or what was handed in cannot be stored. */
  INVALID,
  /** What is stored cannot be read, or does not fit the type it is read as. */
  DAMAGED,
  /** Anything else, such as a disk that is full. */
  ERROR;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The name in tags: lower case, with underscores. Names stay as they are between versions. */
  public String key() {
    return key;
  }

  /** Whether something is broken, rather than a question answered or a request refused. */
  public boolean isFailure() {
    return this == DAMAGED || this == ERROR;
  }

  static StoreOutcome of(StoreOperation operation, Object result) {
    return operation.isEmptyWithoutAnObject() && isEmpty(result) ? NOT_FOUND : SUCCESS;
  }

  private static boolean isEmpty(Object result) {
    return result.equals(false)
        || (result instanceof Optional<?> optional && optional.isEmpty())
        || (result instanceof Collection<?> collection && collection.isEmpty());
  }

  static StoreOutcome of(StoreOperation operation, Throwable failure) {
    if (failure instanceof ObjectNotFoundException) {
      return NOT_FOUND;
    }
    if (failure instanceof ObjectExistsException) {
      return EXISTS;
    }
    if (failure instanceof StaleRevisionException) {
      return STALE;
    }
    if (failure instanceof InvalidIdException) {
      return INVALID;
    }
    if (failure instanceof InvalidDocumentException) {
      return operation.takesADocument() ? INVALID : DAMAGED;
    }
    return failure instanceof DamagedRevisionException ? DAMAGED : ERROR;
  }
}
