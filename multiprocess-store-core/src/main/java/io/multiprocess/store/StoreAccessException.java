package io.multiprocess.store;

import java.io.IOException;

/**
 * The file system refused. The operation did not happen: nothing was acknowledged, and nothing
 * acknowledged before is lost.
 */
public final class StoreAccessException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Names the operation, the object and the place, and keeps the cause. */
  public StoreAccessException(String message, IOException cause) {
    super(message, cause);
  }
}
