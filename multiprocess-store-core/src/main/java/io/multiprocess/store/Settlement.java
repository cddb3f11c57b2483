package io.multiprocess.store;

import java.util.List;

/**
 * The end of a conflict: some revisions were retired because another one stands for them. Their
 * bodies rest in the archive, and {@link ObjectStore#restore} brings one back.
 *
 * @param id id of the object
 * @param retired the rivals that were retired, in election order; against a deletion, what it had
 *     named
 * @param evidence the revision that stands for them
 * @param by how it was settled
 */
public record Settlement(String id, List<Revision> retired, Revision evidence, By by) {

  /** Who or what settled a conflict. */
  public enum By {
    /** A later revision holds, or held, all that the rival had changed. */
    CAPTURED,
    /** The edits merged without a clash. */
    MERGE,
    /** The application's own rule. */
    RESOLVER,
    /** Somebody's decision. */
    PERSON
  }

  /** Copies the list. */
  public Settlement {
    retired = List.copyOf(retired);
  }
}
