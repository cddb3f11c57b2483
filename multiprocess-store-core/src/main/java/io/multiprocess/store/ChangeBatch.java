package io.multiprocess.store;

import java.util.List;
import java.util.Objects;

/**
 * What has changed after a position.
 *
 * @param changes one for each object that changed, in the order in which the changes were seen
 * @param position where to go on the next time; short text of letters, digits, dots and dashes
 * @param complete whether this begins anew, because there was no position or nobody knows any more
 *     what was told at it: every object is among the changes, and what is not there, or deleted, is
 *     gone
 */
public record ChangeBatch(List<Change> changes, String position, boolean complete) {

  /** Refuses nulls. */
  public ChangeBatch {
    changes = List.copyOf(changes);
    Objects.requireNonNull(position, "position");
  }
}
