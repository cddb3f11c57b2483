package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/**
 * A question: which entities match, in what order, and how many of them at most. Where no index
 * helps, every answer reads all entities once, except {@link #exists} and {@link #one}, which end
 * early. An index tells which entities are to be read, and what was read tells whether they match.
 *
 * <p>Answers are ordered as the sort says and then by id, so that an order is never left open;
 * entities that are only counted or streamed without a sort and a limit are not put in order.
 *
 * @param <T> type of the entities
 */
public final class EntityQuery<T> {

  private final Entities<T> entities;
  private final EntityCondition condition;
  private final Sort sort;
  private final Limit limit;
  private final List<String> view;

  private EntityQuery(
      Entities<T> entities, EntityCondition condition, Sort sort, Limit limit, List<String> view) {
    this.entities = entities;
    this.condition = condition;
    this.sort = sort;
    this.limit = limit;
    this.view = view;
  }

  /** The question for all entities. */
  public static <T> EntityQuery<T> of(Entities<T> entities) {
    return new EntityQuery<>(
        entities, EntityCondition.EVERYTHING, Sort.unsorted(), Limit.unlimited(), List.of());
  }

  /** The same for those that match. */
  EntityQuery<T> matching(EntityCondition other) {
    return new EntityQuery<>(entities, other, sort, limit, view);
  }

  /** The same in another order. */
  public EntityQuery<T> sortedBy(Sort other) {
    return new EntityQuery<>(entities, condition, other, limit, view);
  }

  /** The same for so many at most. */
  public EntityQuery<T> limitedTo(Limit other) {
    return new EntityQuery<>(entities, condition, sort, other, view);
  }

  /** The same for the first ones only of those that have equal values of some properties. */
  EntityQuery<T> distinctBy(List<String> properties) {
    return new EntityQuery<>(entities, condition, sort, limit, properties);
  }

  /** All answers in order. */
  public List<T> list() {
    return limit.isLimited() ? first(limit.max()) : all();
  }

  /**
   * All answers, read as they are consumed where neither a sort nor a limit was asked for. Close
   * it.
   */
  public Stream<T> stream() {
    return sort.isUnsorted() && limit.isUnlimited() ? distinct(matches()) : list().stream();
  }

  /**
   * The only answer.
   *
   * @throws IncorrectResultSizeDataAccessException if there are more
   */
  public Optional<T> one() {
    List<T> answers;
    if (limit.isLimited()) {
      answers = list();
    } else {
      try (Stream<T> matches = matches()) {
        answers = distinct(matches).limit(2).toList();
      }
    }
    if (answers.size() > 1) {
      throw new IncorrectResultSizeDataAccessException(
          "More than one %s matches; expected one at most".formatted(entities.type().getName()), 1);
    }
    return answers.stream().findFirst();
  }

  /** How many answers there are. */
  public long count() {
    try (Stream<T> matches = matches()) {
      return limited(matches).count();
    }
  }

  /** Whether there is an answer. */
  public boolean exists() {
    try (Stream<T> matches = matches()) {
      return limited(matches).findAny().isPresent();
    }
  }

  /** A page of the answers, by this question's sort. */
  public Page<T> page(Pageable pageable) {
    if (pageable.isPaged() && condition.equals(EntityCondition.EVERYTHING) && limit.isUnlimited()) {
      Optional<IndexOrder.Page<T>> page =
          indexOrder().flatMap(order -> order.page(pageable.getOffset() + pageable.getPageSize()));
      if (page.isPresent()) {
        return new PageImpl<>(part(page.get().first(), pageable), pageable, page.get().total());
      }
    }
    List<T> all = list();
    return new PageImpl<>(part(all, pageable), pageable, all.size());
  }

  /** A page of the answers that only knows whether there are more. */
  public Slice<T> slice(Pageable pageable) {
    List<T> all =
        pageable.isPaged()
            ? limited(first(pageable.getOffset() + pageable.getPageSize() + 1).stream()).toList()
            : list();
    List<T> content = part(all, pageable);
    boolean more = pageable.isPaged() && pageable.getOffset() + content.size() < all.size();
    return new SliceImpl<>(content, pageable, more);
  }

  /** The answers after a position, or before it, as many as the limit says. */
  public Window<T> scroll(ScrollPosition position) {
    if (position instanceof OffsetScrollPosition offset) {
      return scroll(offset);
    }
    if (position instanceof KeysetScrollPosition keyset) {
      return scroll(keyset);
    }
    throw new InvalidDataAccessApiUsageException(
        "Cannot scroll from %s; expected an offset or a keyset".formatted(position));
  }

  private Window<T> scroll(OffsetScrollPosition position) {
    long start = position.isInitial() ? 0 : position.getOffset() + 1;
    List<T> all = limit.isLimited() ? first(start + limit.max() + 1) : all();
    List<T> content = limited(all.stream().skip(start)).toList();
    return Window.from(content, position.positionFunction(), start + content.size() < all.size());
  }

  private Window<T> scroll(KeysetScrollPosition position) {
    EntityOrder<T> order = order();
    List<T> rest =
        limit.isLimited() ? after(position, limit.max() + 1L) : order.after(position, all());
    List<T> content = new ArrayList<>(limited(rest.stream()).toList());
    boolean more = content.size() < rest.size();
    if (position.scrollsBackward()) {
      Collections.reverse(content);
    }
    return Window.from(
        content,
        index -> ScrollPosition.of(order.position(content.get(index)), position.getDirection()),
        more);
  }

  private EntityOrder<T> order() {
    return EntityOrder.of(sort, entities);
  }

  /** All answers in order, whatever the limit. */
  private List<T> all() {
    try (Stream<T> matches = matches()) {
      return distinct(order().sorted(matches)).toList();
    }
  }

  /** The first answers in order, so many at least if there are, whatever the limit. */
  private List<T> first(long count) {
    List<T> first = after(ScrollPosition.keyset(), count);
    return first.size() > count ? first.subList(0, Math.toIntExact(count)) : first;
  }

  /** The answers after a position, or before it, the nearest first and so many at least. */
  private List<T> after(KeysetScrollPosition position, long count) {
    return indexOrder()
        .flatMap(order -> order.after(position, count))
        .orElseGet(() -> order().after(position, all()));
  }

  /** A way to read in order no more than is wanted, unless there are better ways. */
  private Optional<IndexOrder<T>> indexOrder() {
    if (!view.isEmpty()) {
      return Optional.empty();
    }
    return entities
        .indexed()
        .index()
        .filter(index -> index.candidates(condition).isEmpty())
        .map(index -> new IndexOrder<>(entities.indexed(), index, order(), condition));
  }

  private Stream<T> distinct(Stream<T> answers) {
    if (view.isEmpty()) {
      return answers;
    }
    List<PropertyValues> properties = view.stream().map(PropertyValues::of).toList();
    Set<List<@Nullable Object>> seen = new HashSet<>();
    return answers.filter(entity -> seen.add(values(entity, properties)));
  }

  private static List<@Nullable Object> values(Object entity, List<PropertyValues> properties) {
    List<@Nullable Object> values = new ArrayList<>();
    properties.forEach(property -> values.add(Values.normal(property.single(entity))));
    return values;
  }

  private Stream<T> matches() {
    return candidates().filter(condition);
  }

  private Stream<T> candidates() {
    return entities
        .indexed()
        .index()
        .flatMap(index -> index.candidates(condition))
        .map(ids -> entities.indexed().read(ids))
        .orElseGet(entities.all());
  }

  private <S> Stream<S> limited(Stream<S> answers) {
    return limit.isLimited() ? answers.limit(limit.max()) : answers;
  }

  private static <T> List<T> part(List<T> all, Pageable pageable) {
    return pageable.isUnpaged()
        ? all
        : all.stream().skip(pageable.getOffset()).limit(pageable.getPageSize()).toList();
  }
}
