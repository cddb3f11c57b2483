package io.multiprocess.store.repository.history;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.multiprocess.store.Revision;
import java.util.Objects;

/**
 * A revision as the number that Spring Data wants a revision to have.
 *
 * <p>As a number it is the generation, which rivals share; compared with others and asked whether
 * it equals them, it is the revision itself. So the order is the election, and no two revisions of
 * an object are mistaken for each other.
 */
@JsonFormat(shape = JsonFormat.Shape.STRING)
public final class RevisionNumber extends Number implements Comparable<RevisionNumber> {

  private static final long serialVersionUID = 1L;

  private final Revision revision;

  private RevisionNumber(Revision revision) {
    this.revision = Objects.requireNonNull(revision, "revision");
  }

  /** The number of a revision. */
  public static RevisionNumber of(Revision revision) {
    return new RevisionNumber(revision);
  }

  /**
   * The number of the revision with a name.
   *
   * @throws IllegalArgumentException if the text is anything but a revision's exact name
   */
  @JsonCreator
  public static RevisionNumber valueOf(String name) {
    return new RevisionNumber(Revision.parse(name));
  }

  /** The revision. */
  public Revision revision() {
    return revision;
  }

  /** The generation, or what of it fits into an {@code int}. */
  @Override
  public int intValue() {
    return (int) revision.generation();
  }

  /** The generation. */
  @Override
  public long longValue() {
    return revision.generation();
  }

  /** The generation, rounded. */
  @Override
  public float floatValue() {
    return revision.generation();
  }

  /** The generation, exactly. */
  @Override
  public double doubleValue() {
    return revision.generation();
  }

  @Override
  public int compareTo(RevisionNumber other) {
    return revision.compareTo(other.revision);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevisionNumber number && revision.equals(number.revision);
  }

  @Override
  public int hashCode() {
    return revision.hashCode();
  }

  /** The revision's name. */
  @Override
  public String toString() {
    return revision.toString();
  }
}
