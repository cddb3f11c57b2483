package io.multiprocess.store.query;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.QueryAnnotation;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mapping.context.MappingContext;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.DefaultParameters;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.Parameters;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * Takes the names of methods for queries. There is no other way to say one: neither annotations nor
 * files of named queries. What is wrong with a method is told when its repository is made.
 */
public final class DerivedQueryLookup implements QueryLookupStrategy {

  private static final Pattern NAME =
      Pattern.compile(
          "(find|read|get|query|search|stream|count|exists|delete|remove)(\\p{Lu}.*?)??By.*");

  /** Spring Data would take the limit for decoration, and delete everything that matches. */
  private static final Pattern USELESS_LIMIT =
      Pattern.compile("(count|exists|delete|remove)(First|Top)\\d*By.*");

  private final Function<RepositoryMetadata, Entities<?>> entities;
  private final MappingContext<? extends PersistentEntity<?, ?>, ? extends PersistentProperty<?>>
      mappingContext;

  /**
   * Looks up queries.
   *
   * @param entities those that a repository is for
   * @param mappingContext knows them, and the classes they are projected to
   */
  public DerivedQueryLookup(
      Function<RepositoryMetadata, Entities<?>> entities,
      MappingContext<? extends PersistentEntity<?, ?>, ? extends PersistentProperty<?>>
          mappingContext) {
    this.entities = entities;
    this.mappingContext = mappingContext;
  }

  @Override
  public RepositoryQuery resolveQuery(
      Method method,
      RepositoryMetadata metadata,
      ProjectionFactory factory,
      NamedQueries namedQueries) {
    try {
      QueryMethod queryMethod = new QueryMethod(method, metadata, factory, DefaultParameters::new);
      requireDerivable(method, namedQueries.hasQuery(queryMethod.getNamedQueryName()));
      return query(
          queryMethod,
          new PartTree(method.getName(), metadata.getDomainType()),
          parameters(queryMethod, method, metadata),
          entities.apply(metadata),
          new Projections(factory, mappingContext));
    } catch (IllegalArgumentException
        | IllegalStateException
        | PropertyReferenceException
        | InvalidDataAccessApiUsageException e) {
      throw QueryCreationException.create(
          String.valueOf(e.getMessage()), e, metadata.getRepositoryInterface(), method);
    }
  }

  private static <T> RepositoryQuery query(
      QueryMethod method,
      PartTree name,
      List<ResolvableType> parameters,
      Entities<T> entities,
      Projections projections) {
    requireNoVectors(method);
    DerivedCondition condition = DerivedCondition.of(name, parameters);
    EntityOrder.of(name.getSort(), entities);
    new ResultCheck(method, entities.type()).of(name);
    return new DerivedQuery<>(method, name, condition, entities, projections);
  }

  private static void requireNoVectors(QueryMethod method) {
    Parameters<?, ?> parameters = method.getParameters();
    if (method.isSearchQuery()
        || parameters.hasVectorParameter()
        || parameters.hasScoreParameter()
        || parameters.hasScoreRangeParameter()) {
      throw new IllegalArgumentException("Stores know no vectors and no scores");
    }
  }

  private static void requireDerivable(Method method, boolean named) {
    if (named || AnnotatedElementUtils.hasAnnotation(method, QueryAnnotation.class)) {
      throw new IllegalArgumentException(
          "Repositories of stores know neither queries by annotation nor named queries; say it by the method's name, or write a default method");
    }
    if (!NAME.matcher(method.getName()).matches()) {
      throw new IllegalArgumentException(
          "The name is not that of a query, which is find..By.., read..By.., get..By.., query..By.., search..By.., stream..By.., count..By.., exists..By.., delete..By.. or remove..By..");
    }
    if (USELESS_LIMIT.matcher(method.getName()).matches()) {
      throw new IllegalArgumentException(
          "First and Top are for find..By..; expected a parameter of type Limit");
    }
  }

  private static List<ResolvableType> parameters(
      QueryMethod queryMethod, Method method, RepositoryMetadata metadata) {
    List<ResolvableType> types = new ArrayList<>();
    for (Parameter parameter : queryMethod.getParameters().getBindableParameters()) {
      types.add(
          ResolvableType.forMethodParameter(
              method, parameter.getIndex(), metadata.getRepositoryInterface()));
    }
    return types;
  }
}
