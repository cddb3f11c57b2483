package io.multiprocess.store.repository;

import io.multiprocess.store.repository.history.StoreRevisionRepository;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.PersistentEntityInformation;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.core.support.RepositoryFragment;
import org.springframework.data.repository.history.RevisionRepository;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/** Makes repositories over stores. */
public final class StoreRepositoryFactory extends RepositoryFactorySupport {

  private final StoreResolver stores;
  private final StoreMappingContext mappingContext;

  /** Makes repositories over one store. */
  public StoreRepositoryFactory(StoreTemplate template) {
    this(entityType -> template, new StoreMappingContext());
  }

  StoreRepositoryFactory(StoreResolver stores, StoreMappingContext mappingContext) {
    this.stores = stores;
    this.mappingContext = mappingContext;
  }

  @Override
  public EntityInformation<?, ?> getEntityInformation(RepositoryMetadata metadata) {
    PersistentEntity<?, ?> entity =
        mappingContext.getRequiredPersistentEntity(metadata.getDomainType());
    return new PersistentEntityInformation<>(entity);
  }

  @Override
  protected Object getTargetRepository(RepositoryInformation information) {
    Class<?> entityType = information.getDomainType();
    return getTargetRepositoryViaReflection(
        information,
        mappingContext.getRequiredPersistentEntity(entityType),
        stores.resolve(entityType));
  }

  @Override
  protected RepositoryFragments getRepositoryFragments(RepositoryMetadata metadata) {
    RepositoryFragments fragments = super.getRepositoryFragments(metadata);
    Class<?> repository = metadata.getRepositoryInterface();
    if (!RevisionRepository.class.isAssignableFrom(repository)) {
      return fragments;
    }
    Class<?> entityType = metadata.getDomainType();
    return fragments.append(
        RepositoryFragment.implemented(
            RevisionRepository.class,
            StoreRevisionRepository.of(repository, entityType, stores.resolve(entityType))));
  }

  @Override
  protected Class<?> getRepositoryBaseClass(RepositoryMetadata metadata) {
    return SimpleStoreRepository.class;
  }

  @Override
  protected Optional<QueryLookupStrategy> getQueryLookupStrategy(
      QueryLookupStrategy.@Nullable Key key, ValueExpressionDelegate expressions) {
    return Optional.of(
        (method, metadata, projections, namedQueries) -> {
          throw QueryCreationException.create(
              "Method %s.%s is a query method; repositories of stores have none, use findAll() or StoreTemplate.stream(..)"
                  .formatted(metadata.getRepositoryInterface().getName(), method.getName()),
              null,
              metadata.getRepositoryInterface(),
              method);
        });
  }
}
