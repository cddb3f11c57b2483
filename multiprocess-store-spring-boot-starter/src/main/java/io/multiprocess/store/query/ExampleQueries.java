package io.multiprocess.store.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/**
 * Asks for entities that are like an example.
 *
 * @param <T> type of the entities
 */
public final class ExampleQueries<T> implements ListQueryByExampleExecutor<T> {

  private final Entities<T> entities;
  private final Projections projections;

  /** Asks entities. */
  public ExampleQueries(Entities<T> entities, Projections projections) {
    this.entities = entities;
    this.projections = projections;
  }

  @Override
  public <S extends T> Optional<S> findOne(Example<S> example) {
    return query(example).one();
  }

  @Override
  public <S extends T> List<S> findAll(Example<S> example) {
    return query(example).list();
  }

  @Override
  public <S extends T> List<S> findAll(Example<S> example, Sort sort) {
    return query(example).sortedBy(sort).list();
  }

  @Override
  public <S extends T> Page<S> findAll(Example<S> example, Pageable pageable) {
    return query(example).sortedBy(pageable.getSort()).page(pageable);
  }

  @Override
  public <S extends T> long count(Example<S> example) {
    return query(example).count();
  }

  @Override
  public <S extends T> boolean exists(Example<S> example) {
    return query(example).exists();
  }

  @Override
  public <S extends T, R extends @Nullable Object> R findBy(
      Example<S> example, Function<FetchableFluentQuery<S>, R> queryFunction) {
    return queryFunction.apply(
        new FluentEntityQuery<>(
            query(example), entities.type(), example.getProbeType(), projections));
  }

  @SuppressWarnings("unchecked") // an example's condition lets only entities of its type through
  private <S extends T> EntityQuery<S> query(Example<S> example) {
    EntityQuery<T> matching =
        EntityQuery.of(entities)
            .matching(ExampleCondition.of(example, projections.mappingContext()));
    return (EntityQuery<S>) matching;
  }
}
