package io.multiprocess.store;

import org.jspecify.annotations.Nullable;

/** A directory is not a store that this version can open. */
public final class StoreFormatException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Names the directory, what was found, and what was expected. */
  public StoreFormatException(String message) {
    this(message, null);
  }

  /** Names the directory, what was found, and what was expected, and keeps the cause. */
  public StoreFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
