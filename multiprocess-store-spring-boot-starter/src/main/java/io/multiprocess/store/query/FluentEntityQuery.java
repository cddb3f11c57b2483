package io.multiprocess.store.query;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;

/**
 * A question whose details are put one by one.
 *
 * @param <S> type of the entities
 * @param <R> type of what the caller sees of them
 */
final class FluentEntityQuery<S, R> implements FetchableFluentQuery<R> {

  private final EntityQuery<S> query;
  private final Sort sort;
  private final Class<?> entityType;
  private final Class<R> resultType;
  private final Projections projections;

  FluentEntityQuery(
      EntityQuery<S> query, Class<?> entityType, Class<R> resultType, Projections projections) {
    this(query, Sort.unsorted(), entityType, resultType, projections);
  }

  private FluentEntityQuery(
      EntityQuery<S> query,
      Sort sort,
      Class<?> entityType,
      Class<R> resultType,
      Projections projections) {
    this.query = query;
    this.sort = sort;
    this.entityType = entityType;
    this.resultType = resultType;
    this.projections = projections;
  }

  @Override
  public FetchableFluentQuery<R> sortBy(Sort other) {
    return sorted(sort.and(other));
  }

  private FluentEntityQuery<S, R> sorted(Sort whole) {
    return new FluentEntityQuery<>(
        query.sortedBy(whole), whole, entityType, resultType, projections);
  }

  @Override
  public FetchableFluentQuery<R> limit(int limit) {
    return new FluentEntityQuery<>(
        query.limitedTo(Limit.of(limit)), sort, entityType, resultType, projections);
  }

  @Override
  public <V> FetchableFluentQuery<V> as(Class<V> view) {
    return new FluentEntityQuery<>(query, sort, entityType, view, projections);
  }

  /** Checks the names and reads whole documents all the same: there is no way to read a part. */
  @Override
  public FetchableFluentQuery<R> project(Collection<String> properties) {
    properties.forEach(property -> PropertyPath.from(property, entityType));
    return this;
  }

  @Override
  public @Nullable R oneValue() {
    return query.one().map(this::view).orElse(null);
  }

  @Override
  public @Nullable R firstValue() {
    return query.list().stream().findFirst().map(this::view).orElse(null);
  }

  @Override
  public List<R> all() {
    return query.list().stream().map(this::view).toList();
  }

  @Override
  public Page<R> page(Pageable pageable) {
    return sorted(pageable.getSortOr(sort)).query.page(pageable).map(this::view);
  }

  @Override
  public Slice<R> slice(Pageable pageable) {
    return sorted(pageable.getSortOr(sort)).query.slice(pageable).map(this::view);
  }

  @Override
  public Window<R> scroll(ScrollPosition position) {
    return query.scroll(position).map(this::view);
  }

  @Override
  public Stream<R> stream() {
    return query.stream().map(this::view);
  }

  @Override
  public long count() {
    return query.count();
  }

  @Override
  public boolean exists() {
    return query.exists();
  }

  private R view(S entity) {
    return projections.project(entity, resultType);
  }
}
