package io.multiprocess.store;

import java.io.IOException;

/**
 * A write became visible, but what has to follow failed: forcing it to the disk, so that it may not
 * survive a power cut, or, for a deletion, moving the dead revisions out of sight of processes that
 * know no tombstones.
 *
 * <p>The write is not acknowledged. Other processes may already have seen it, so read the object
 * before writing again.
 */
public final class UnconfirmedWriteException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;

  /** Names the operation and the object, and keeps the cause. */
  public UnconfirmedWriteException(String id, String operation, IOException cause) {
    super(
        "%s of '%s' is visible but could not be completed: %s"
            .formatted(operation, id, cause.getMessage()),
        cause);
    this.id = id;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }
}
