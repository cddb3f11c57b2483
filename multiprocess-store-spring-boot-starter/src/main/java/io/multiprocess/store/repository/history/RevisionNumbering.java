package io.multiprocess.store.repository.history;

import io.multiprocess.store.Revision;
import java.util.Map;
import java.util.function.Function;

/**
 * How revisions are numbered.
 *
 * @param <N> type of the numbers
 */
@FunctionalInterface
interface RevisionNumbering<N extends Number & Comparable<N>> {

  /** The number of a revision. */
  N number(Revision revision);

  /**
   * The numbering by a type.
   *
   * @throws IllegalArgumentException if revisions cannot be numbered by the type
   */
  @SuppressWarnings("unchecked")
  static <N extends Number & Comparable<N>> RevisionNumbering<N> by(
      Class<N> type, Class<?> repository) {
    Map<Class<?>, Function<Revision, ?>> numbers =
        Map.of(
            RevisionNumber.class, RevisionNumber::of,
            Long.class, Revision::generation,
            Integer.class, revision -> Math.toIntExact(revision.generation()));
    Function<Revision, ?> number = numbers.get(type);
    if (number == null) {
      throw new IllegalArgumentException(
          "%s numbers revisions by %s; expected %s, or Long or Integer for the generation alone"
              .formatted(repository.getName(), type.getName(), RevisionNumber.class.getName()));
    }
    return revision -> (N) number.apply(revision);
  }
}
