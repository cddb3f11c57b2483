package io.multiprocess.store.repository;

/** A repository cannot tell which store it is to work on. */
public final class UnresolvedStoreException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String action;

  UnresolvedStoreException(String description, String action) {
    super(description);
    this.action = action;
  }

  /** What is to be done about it. */
  public String action() {
    return action;
  }
}
