package io.multiprocess.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that is unsettled about one object, with what a person or a rule needs to settle it.
 *
 * <p>The rivals are the object's leaves: the live revisions that nothing live was made from. While
 * {@link Conflict} tells generation by generation what names show, this is the latest word of every
 * editor. Settling the rivals settles every conflict of the object.
 *
 * @param <T> type of the values
 * @param id id of the object
 * @param base the one latest revision that all rivals were made from, when it is known and its body
 *     is still there, in the object or in the archive
 * @param rivals the leaves, the leading one first; a single one is possible against a deletion
 * @param deleted what a deletion named that had not seen the rivals; empty between edits
 * @param merged what the rivals come to together: the leading rival's value with every change of
 *     the others that clashes with nothing
 * @param clashes where the rivals cannot be merged; the leading rival's value stands there in the
 *     merged one. Without a base, wherever they differ
 */
public record OpenConflict<T>(
    String id,
    Optional<Versioned<T>> base,
    List<Rival<T>> rivals,
    List<Revision> deleted,
    T merged,
    List<Clash> clashes) {

  /** Refuses nulls and conflicts between nobody. */
  public OpenConflict {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(merged, "merged");
    rivals = List.copyOf(rivals);
    deleted = List.copyOf(deleted);
    clashes = List.copyOf(clashes);
    if (rivals.size() < (deleted.isEmpty() ? 2 : 1)) {
      throw new IllegalArgumentException(
          "Conflict of '%s' has %d rivals; expected two or more".formatted(id, rivals.size()));
    }
  }

  /** The rival that readers are served. */
  public Rival<T> leading() {
    return rivals.get(0);
  }

  /** The revisions of the rivals: what {@link ObjectStore#settle} takes. */
  public List<Revision> revisions() {
    return rivals.stream().map(Rival::revision).toList();
  }

  /** Whether a merge of all rivals leaves nothing open. */
  public boolean isClean() {
    return clashes.isEmpty();
  }

  /** The same conflict with its values converted. */
  public <U> OpenConflict<U> map(Function<? super T, ? extends U> conversion) {
    return new OpenConflict<>(
        id,
        base.map(b -> b.map(conversion)),
        rivals.stream().map(rival -> rival.<U>map(conversion)).toList(),
        deleted,
        conversion.apply(merged),
        clashes);
  }
}
