package io.multiprocess.store.repository.history;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.core.ResolvableType;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.history.Revision;
import org.springframework.data.history.RevisionSort;
import org.springframework.data.history.Revisions;
import org.springframework.data.repository.history.RevisionRepository;

/**
 * The revisions of objects whose bodies are still there, dead or alive, lowest first.
 *
 * <p>Numbered by {@link RevisionNumber}, every revision has a number of its own. Numbered by {@code
 * Long} or {@code Integer}, that is the generation, which rivals share: asked for one, the greatest
 * live revision of the generation is returned, or the greatest dead one.
 *
 * @param <T> type of the entities
 * @param <ID> type of their ids
 * @param <N> type of the revisions' numbers
 */
public final class StoreRevisionRepository<T, ID, N extends Number & Comparable<N>>
    implements RevisionRepository<T, ID, N> {

  private final Class<T> type;
  private final StoreTemplate template;
  private final RevisionNumbering<N> numbering;

  private StoreRevisionRepository(
      Class<T> type, StoreTemplate template, RevisionNumbering<N> numbering) {
    this.type = type;
    this.template = template;
    this.numbering = numbering;
  }

  /**
   * What stands behind the methods that a repository has from {@link RevisionRepository}.
   *
   * @param repository the repository's interface, which says how revisions are numbered
   * @throws IllegalArgumentException if revisions cannot be numbered so
   */
  public static <T> RevisionRepository<T, ?, ?> of(
      Class<?> repository, Class<T> type, StoreTemplate template) {
    Class<?> number =
        ResolvableType.forClass(repository).as(RevisionRepository.class).getGeneric(2).toClass();
    return numberedBy(number, repository, type, template);
  }

  @SuppressWarnings("unchecked")
  private static <T, N extends Number & Comparable<N>> RevisionRepository<T, ?, ?> numberedBy(
      Class<?> number, Class<?> repository, Class<T> type, StoreTemplate template) {
    RevisionNumbering<N> numbering = RevisionNumbering.by((Class<N>) number, repository);
    return new StoreRevisionRepository<T, Object, N>(type, template, numbering);
  }

  /** The winner; of an object that was deleted, the last revision that is still there. */
  @Override
  public Optional<Revision<N, T>> findLastChangeRevision(ID id) {
    return greatest(history(id)).map(this::revision);
  }

  @Override
  public Revisions<N, T> findRevisions(ID id) {
    return Revisions.of(ascending(id));
  }

  /**
   * Some of the revisions, in the order of a {@link RevisionSort} if there is one.
   *
   * @throws IllegalArgumentException if they are to be sorted by anything else
   */
  @Override
  public Page<Revision<N, T>> findRevisions(ID id, Pageable pageable) {
    List<Revision<N, T>> all = sorted(ascending(id), pageable.getSort());
    if (pageable.isUnpaged()) {
      return new PageImpl<>(all);
    }
    int from = (int) Math.min(pageable.getOffset(), all.size());
    int to = Math.min(from + pageable.getPageSize(), all.size());
    return new PageImpl<>(all.subList(from, to), pageable, all.size());
  }

  @Override
  public Optional<Revision<N, T>> findRevision(ID id, N revisionNumber) {
    List<HistoryEntry<T>> numbered =
        history(id).stream()
            .filter(entry -> numbering.number(entry.revision()).equals(revisionNumber))
            .toList();
    return greatest(numbered).map(this::revision);
  }

  private static <N extends Number & Comparable<N>, T> List<Revision<N, T>> sorted(
      List<Revision<N, T>> ascending, Sort sort) {
    Sort others =
        Sort.by(
            sort.stream()
                .filter(order -> RevisionSort.asc().getOrderFor(order.getProperty()) == null)
                .toList());
    if (others.isSorted()) {
      throw new IllegalArgumentException(
          "Revisions cannot be sorted by '%s'; expected a RevisionSort".formatted(others));
    }
    if (sort.isSorted() && RevisionSort.getRevisionDirection(sort).isDescending()) {
      Collections.reverse(ascending);
    }
    return ascending;
  }

  private List<Revision<N, T>> ascending(ID id) {
    List<Revision<N, T>> revisions =
        new ArrayList<>(history(id).stream().map(this::revision).toList());
    Collections.reverse(revisions);
    return revisions;
  }

  /** What is still there, greatest first. */
  private List<HistoryEntry<T>> history(ID id) {
    return template.history(type, template.toId(id)).stream()
        .filter(entry -> entry.value().isPresent())
        .toList();
  }

  private static <T> Optional<HistoryEntry<T>> greatest(List<HistoryEntry<T>> history) {
    return history.stream()
        .filter(HistoryEntry::isLive)
        .findFirst()
        .or(() -> history.stream().findFirst());
  }

  private Revision<N, T> revision(HistoryEntry<T> entry) {
    return Revision.of(
        new HistoryMetadata<>(numbering.number(entry.revision()), entry),
        entry.value().orElseThrow());
  }
}
