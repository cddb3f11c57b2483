package io.multiprocess.store.index;

/** An index that cannot be. */
public final class InvalidIndexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String action;

  InvalidIndexException(String message, String action) {
    super(message);
    this.action = action;
  }

  /** What is to be done. */
  public String action() {
    return action;
  }
}
