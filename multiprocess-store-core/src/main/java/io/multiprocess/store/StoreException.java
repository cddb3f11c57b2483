package io.multiprocess.store;

import org.jspecify.annotations.Nullable;

/** What a store throws when it cannot do what it was asked. Unchecked. */
public abstract sealed class StoreException extends RuntimeException
    permits ObjectNotFoundException,
        ObjectExistsException,
        StaleRevisionException,
        DamagedRevisionException,
        InvalidIdException,
        InvalidDocumentException,
        StoreFormatException,
        StoreAccessException,
        UnconfirmedWriteException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
