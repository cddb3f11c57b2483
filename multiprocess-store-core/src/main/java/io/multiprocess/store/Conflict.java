package io.multiprocess.store;

import java.util.List;

/**
 * Two or more live revisions of one generation of an object: edits of the same state that did not
 * know of each other.
 *
 * @param id id of the object
 * @param rivals the revisions in election order, all of one generation; the last one leads
 * @param current whether the rivals' generation is the winner's; otherwise the conflict is
 *     <em>past</em>, a later revision stands above it
 */
public record Conflict(String id, List<Revision> rivals, boolean current) {

  /** Checks that the rivals are rivals. */
  public Conflict {
    rivals = List.copyOf(rivals);
    if (rivals.size() < 2) {
      throw new IllegalArgumentException(
          "Conflict of '%s' has rivals %s; expected two or more".formatted(id, rivals));
    }
    for (int i = 1; i < rivals.size(); i++) {
      Revision lower = rivals.get(i - 1);
      Revision higher = rivals.get(i);
      if (lower.generation() != higher.generation() || lower.compareTo(higher) >= 0) {
        throw new IllegalArgumentException(
            "Conflict of '%s' has rivals %s; expected one generation in election order"
                .formatted(id, rivals));
      }
    }
  }

  /** The generation that all rivals share. */
  public long generation() {
    return leading().generation();
  }

  /** The greatest rival: the object's winner when the conflict is current. */
  public Revision leading() {
    return rivals.get(rivals.size() - 1);
  }
}
