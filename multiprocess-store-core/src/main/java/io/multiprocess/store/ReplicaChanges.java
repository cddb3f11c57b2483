package io.multiprocess.store;

import java.util.List;
import java.util.Objects;

/**
 * Objects of which something came or went in a {@link Replica}.
 *
 * @param ids those that changed last come first
 * @param position where to go on the next time; good while the store that gave it is open
 */
public record ReplicaChanges(List<String> ids, String position) {

  /** Refuses nulls. */
  public ReplicaChanges {
    ids = List.copyOf(ids);
    Objects.requireNonNull(position, "position");
  }
}
