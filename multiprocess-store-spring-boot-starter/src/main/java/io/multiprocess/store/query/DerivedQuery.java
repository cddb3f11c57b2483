package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ResultProcessor;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * A query that a method's name states.
 *
 * @param <T> type of the entities
 */
final class DerivedQuery<T> implements RepositoryQuery {

  private final QueryMethod method;
  private final PartTree name;
  private final DerivedCondition condition;
  private final Entities<T> entities;
  private final Projections projections;

  DerivedQuery(
      QueryMethod method,
      PartTree name,
      DerivedCondition condition,
      Entities<T> entities,
      Projections projections) {
    this.method = method;
    this.name = name;
    this.condition = condition;
    this.entities = entities;
    this.projections = projections;
  }

  @Override
  public QueryMethod getQueryMethod() {
    return method;
  }

  @Override
  public @Nullable Object execute(@Nullable Object[] arguments) {
    ParametersParameterAccessor given =
        new ParametersParameterAccessor(method.getParameters(), arguments);
    ResultProcessor views = method.getResultProcessor().withDynamicProjection(given);
    return views.processResult(
        answer(given, views.getReturnedType()), projections.toClasses(views.getReturnedType()));
  }

  private @Nullable Object answer(ParametersParameterAccessor given, ReturnedType view) {
    EntityQuery<T> query = query(given, view);
    if (name.isCountProjection()) {
      return query.count();
    }
    if (name.isExistsProjection()) {
      return query.exists();
    }
    if (name.isDelete()) {
      return delete(query);
    }
    Pageable pageable = pageable(given);
    if (method.isScrollQuery()) {
      return scroll(query, given);
    }
    if (method.isPageQuery()) {
      return query.page(pageable);
    }
    if (method.isSliceQuery()) {
      return query.slice(pageable);
    }
    if (method.isStreamQuery()) {
      return pageable.isPaged() ? query.slice(pageable).stream() : query.stream();
    }
    return method.isCollectionQuery()
        ? query.slice(pageable).getContent()
        : query.one().orElse(null);
  }

  private EntityQuery<T> query(ParametersParameterAccessor given, ReturnedType view) {
    List<@Nullable Object> arguments = new ArrayList<>();
    given.iterator().forEachRemaining(arguments::add);
    EntityQuery<T> query =
        EntityQuery.of(entities)
            .matching(condition.with(arguments))
            .sortedBy(name.getSort().and(given.getSort()))
            .limitedTo(limit(given));
    return name.isDistinct() && view.isProjecting()
        ? query.distinctBy(view.getInputProperties())
        : query;
  }

  /** The page that an argument names; the accessor makes one up from other arguments. */
  private Pageable pageable(ParametersParameterAccessor given) {
    return method.getParameters().hasPageableParameter() ? given.getPageable() : Pageable.unpaged();
  }

  /** The lower of the limits that the name and an argument set. */
  private Limit limit(ParametersParameterAccessor given) {
    Limit stated = name.getResultLimit();
    Limit asked = method.getParameters().hasLimitParameter() ? given.getLimit() : Limit.unlimited();
    return asked.isUnlimited() || (stated.isLimited() && stated.max() < asked.max())
        ? stated
        : asked;
  }

  private Object scroll(EntityQuery<T> query, ParametersParameterAccessor given) {
    Pageable pageable = pageable(given);
    if (pageable.isPaged()) {
      return query.limitedTo(Limit.of(pageable.getPageSize())).scroll(pageable.toScrollPosition());
    }
    ScrollPosition position = given.getScrollPosition();
    return query.scroll(position == null ? ScrollPosition.offset() : position);
  }

  /** Deletes what matches; what somebody else deleted meanwhile does not count. */
  private @Nullable Object delete(EntityQuery<T> query) {
    Class<?> returned = method.getReturnedObjectType();
    boolean tellsWhich = method.isCollectionQuery() || method.isStreamQuery();
    if (!tellsWhich && returned.isAssignableFrom(entities.type())) {
      return query.one().filter(entities.deletion()).orElse(null);
    }
    List<T> deleted = query.list().stream().filter(entities.deletion()).toList();
    if (method.isStreamQuery()) {
      return deleted.stream();
    }
    return tellsWhich ? deleted : (long) deleted.size();
  }
}
