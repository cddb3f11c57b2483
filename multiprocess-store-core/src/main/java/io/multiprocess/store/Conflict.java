package io.multiprocess.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Two or more live revisions of one generation of an object: edits of the same state that did not
 * know of each other. Or an edit and a deletion that did not know of each other.
 *
 * <p>Names alone make a conflict. A rival whose generation holds no other live revision, because
 * the one beside it was compacted before the rival arrived, is in conflict with the winner, which
 * stands for what was compacted.
 *
 * @param id id of the object
 * @param rivals the revisions in election order, the last one leads; of one generation, or one
 *     below the winner and the winner; a single one is possible against a deletion
 * @param deleted what a deletion named that had not seen the rivals; empty between edits
 * @param current whether the rivals' generation is the winner's; otherwise the conflict is
 *     <em>past</em>, a later revision stands above it
 * @param leaves those of the rivals that nothing live was made from, in election order; what they
 *     hold is the latest word of their editors
 * @param base the one latest revision that all rivals were made from, dead or alive, if known
 * @param since when it became a conflict, by the time of the second of its files
 */
public record Conflict(
    String id,
    List<Revision> rivals,
    List<Revision> deleted,
    boolean current,
    List<Revision> leaves,
    Optional<Revision> base,
    Instant since) {

  /** What is in conflict. */
  public enum Kind {
    /** Edits of one state. */
    EDITS,
    /** An edit and a deletion. */
    DELETION
  }

  /** Checks that the rivals are rivals. */
  public Conflict {
    rivals = List.copyOf(rivals);
    deleted = List.copyOf(deleted);
    leaves = List.copyOf(leaves);
    if (rivals.size() < (deleted.isEmpty() ? 2 : 1)) {
      throw new IllegalArgumentException(
          "Conflict of '%s' has rivals %s; expected two or more".formatted(id, rivals));
    }
    for (int i = 1; i < rivals.size(); i++) {
      if (rivals.get(i - 1).compareTo(rivals.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "Conflict of '%s' has rivals %s; expected them in election order"
                .formatted(id, rivals));
      }
    }
    if (!rivals.containsAll(leaves)) {
      throw new IllegalArgumentException(
          "Conflict of '%s' has leaves %s; expected them among its rivals %s"
              .formatted(id, leaves, rivals));
    }
  }

  /** What is in conflict. */
  public Kind kind() {
    return deleted.isEmpty() ? Kind.EDITS : Kind.DELETION;
  }

  /** The generation of the conflict: that of its lowest rival. */
  public long generation() {
    return rivals.get(0).generation();
  }

  /** The greatest rival: the object's winner when the conflict is current. */
  public Revision leading() {
    return rivals.get(rivals.size() - 1);
  }
}
