package io.multiprocess.store.repository;

import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.query.DerivedQueryLookup;
import io.multiprocess.store.query.Entities;
import io.multiprocess.store.query.IndexedEntities;
import io.multiprocess.store.query.Projections;
import io.multiprocess.store.repository.history.StoreRevisionRepository;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/** Makes repositories over stores. */
public final class StoreRepositoryFactory extends RepositoryFactorySupport {

  private final StoreResolver stores;
  private final StoreMappingContext mappingContext;
  private final Supplier<@Nullable StoreIndexes> indexes;

  /** Makes repositories over one store. */
  public StoreRepositoryFactory(StoreTemplate template) {
    this(entityType -> template, new StoreMappingContext(), () -> null);
  }

  /** Makes repositories over one store that find entities by indexes. */
  public StoreRepositoryFactory(StoreTemplate template, StoreIndexes indexes) {
    this(entityType -> template, new StoreMappingContext(), () -> indexes);
  }

  StoreRepositoryFactory(
      StoreResolver stores,
      StoreMappingContext mappingContext,
      Supplier<@Nullable StoreIndexes> indexes) {
    this.stores = stores;
    this.mappingContext = mappingContext;
    this.indexes = indexes;
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
    Object repository =
        getTargetRepositoryViaReflection(
            information,
            mappingContext.getRequiredPersistentEntity(entityType),
            stores.resolve(entityType));
    if (repository instanceof SimpleStoreRepository<?, ?> simple) {
      simple.setProjections(new Projections(getProjectionFactory(), mappingContext));
      setIndex(simple, entityType);
    }
    return repository;
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
    if (key == QueryLookupStrategy.Key.USE_DECLARED_QUERY) {
      throw new IllegalArgumentException(
          "Repositories of stores have no declared queries; expected the lookup strategy CREATE or CREATE_IF_NOT_FOUND");
    }
    return Optional.of(new DerivedQueryLookup(this::entities, mappingContext));
  }

  private Entities<?> entities(RepositoryMetadata metadata) {
    return entities(metadata.getDomainType());
  }

  @SuppressWarnings("unchecked") // the context knows a type's entity by the type
  private <T> Entities<T> entities(Class<T> entityType) {
    return SimpleStoreRepository.entities(
        (PersistentEntity<T, ?>) mappingContext.getRequiredPersistentEntity(entityType),
        stores.resolve(entityType),
        index(entityType));
  }

  @SuppressWarnings("unchecked") // of the entities that it was made for
  private <T> void setIndex(SimpleStoreRepository<?, ?> repository, Class<T> entityType) {
    index(entityType).ifPresent(((SimpleStoreRepository<T, ?>) repository)::setIndex);
  }

  @SuppressWarnings("unchecked") // the context knows a type's entity by the type
  private <T> Optional<IndexedEntities<T>> index(Class<T> entityType) {
    StoreIndexes present = indexes.get();
    return present == null
        ? Optional.empty()
        : present.of(
            stores.resolve(entityType),
            (PersistentEntity<T, ?>) mappingContext.getRequiredPersistentEntity(entityType),
            mappingContext);
  }
}
