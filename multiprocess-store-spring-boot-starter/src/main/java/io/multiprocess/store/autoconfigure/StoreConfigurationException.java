package io.multiprocess.store.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A configuration of stores that cannot be what was meant, with what to do about it. */
final class StoreConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String action;

  StoreConfigurationException(String description, String action) {
    this(description, action, null);
  }

  StoreConfigurationException(String description, String action, @Nullable Throwable cause) {
    super(description, cause);
    this.action = action;
  }

  /** What is to be done. */
  String action() {
    return action;
  }
}
