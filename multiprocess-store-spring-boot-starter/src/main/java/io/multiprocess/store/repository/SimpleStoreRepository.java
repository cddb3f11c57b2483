package io.multiprocess.store.repository;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.query.Entities;
import io.multiprocess.store.query.EntityQuery;
import io.multiprocess.store.query.ExampleQueries;
import io.multiprocess.store.query.IndexedEntities;
import io.multiprocess.store.query.Projections;
import io.multiprocess.store.spring.StoreTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;

/**
 * The methods that every repository has, over a {@link StoreTemplate}.
 *
 * @param <T> type of the entities
 * @param <ID> type of their ids
 */
public class SimpleStoreRepository<T, ID> implements StoreRepository<T, ID> {

  private final PersistentEntity<T, ?> entityType;
  private final StoreTemplate template;
  private Entities<T> entities;
  private Projections projections;
  private ExampleQueries<T> examples;

  /** A repository of a type over a store. */
  public SimpleStoreRepository(PersistentEntity<T, ?> entityType, StoreTemplate template) {
    this.entityType = entityType;
    this.template = template;
    this.entities = entities(entityType, template, Optional.empty());
    this.projections =
        new Projections(new SpelAwareProxyProjectionFactory(), new StoreMappingContext());
    this.examples = new ExampleQueries<>(entities, projections);
  }

  /** Entities of a type in a store. */
  static <T> Entities<T> entities(
      PersistentEntity<T, ?> entityType,
      StoreTemplate template,
      Optional<IndexedEntities<T>> indexed) {
    Class<T> type = entityType.getType();
    Entities<T> all =
        new Entities<>(
            type,
            entityType.getRequiredIdProperty().getName(),
            template::toId,
            () -> template.stream(type),
            template::deleteEntity);
    return indexed.map(all::with).orElse(all);
  }

  /** Lets the repository find entities by an index. */
  void setIndex(IndexedEntities<T> indexed) {
    entities = entities.with(indexed);
    examples = new ExampleQueries<>(entities, projections);
  }

  /** Lets the repository share what the application knows of projections. */
  void setProjections(Projections shared) {
    projections = shared;
    examples = new ExampleQueries<>(entities, projections);
  }

  @Override
  public <S extends T> S save(S entity) {
    if (entityType.isNew(entity)) {
      return template.create(entity);
    }
    return entityType.hasVersionProperty() ? template.update(entity) : template.replace(entity);
  }

  @Override
  public <S extends T> List<S> saveAll(Iterable<S> entities) {
    List<S> all = new ArrayList<>();
    IdentityHashMap<S, Optional<S>> fresh = new IdentityHashMap<>();
    List<S> toCreate = new ArrayList<>();
    for (S entity : entities) {
      all.add(entity);
      if (entityType.isNew(entity) && fresh.put(entity, Optional.empty()) == null) {
        toCreate.add(entity);
      }
    }
    List<S> created = template.createAll(toCreate);
    for (int i = 0; i < created.size(); i++) {
      fresh.put(toCreate.get(i), Optional.of(created.get(i)));
    }
    List<S> saved = new ArrayList<>();
    for (S entity : all) {
      Optional<S> once = fresh.remove(entity);
      saved.add(once == null ? save(entity) : once.orElseThrow());
    }
    return saved;
  }

  @Override
  public Optional<T> findById(ID id) {
    return template.find(type(), template.toId(id));
  }

  @Override
  public boolean existsById(ID id) {
    return template.exists(template.toId(id));
  }

  @Override
  public List<T> findAll() {
    return EntityQuery.of(entities).list();
  }

  @Override
  public List<T> findAll(Sort sort) {
    return EntityQuery.of(entities).sortedBy(sort).list();
  }

  @Override
  public Page<T> findAll(Pageable pageable) {
    return EntityQuery.of(entities).sortedBy(pageable.getSort()).page(pageable);
  }

  @Override
  public <S extends T> Optional<S> findOne(Example<S> example) {
    return examples.findOne(example);
  }

  @Override
  public <S extends T> List<S> findAll(Example<S> example) {
    return examples.findAll(example);
  }

  @Override
  public <S extends T> List<S> findAll(Example<S> example, Sort sort) {
    return examples.findAll(example, sort);
  }

  @Override
  public <S extends T> Page<S> findAll(Example<S> example, Pageable pageable) {
    return examples.findAll(example, pageable);
  }

  @Override
  public <S extends T> long count(Example<S> example) {
    return examples.count(example);
  }

  @Override
  public <S extends T> boolean exists(Example<S> example) {
    return examples.exists(example);
  }

  @Override
  public <S extends T, R extends @Nullable Object> R findBy(
      Example<S> example, Function<FetchableFluentQuery<S>, R> queryFunction) {
    return examples.findBy(example, queryFunction);
  }

  @Override
  public List<T> findAllById(Iterable<ID> ids) {
    return StreamSupport.stream(ids.spliterator(), false)
        .map(this::findById)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public long count() {
    return template.counts().objects();
  }

  @Override
  public void deleteById(ID id) {
    template.delete(template.toId(id));
  }

  @Override
  public void delete(T entity) {
    template.deleteEntity(entity);
  }

  @Override
  public void deleteAllById(Iterable<? extends ID> ids) {
    ids.forEach(this::deleteById);
  }

  @Override
  public void deleteAll(Iterable<? extends T> entities) {
    entities.forEach(this::delete);
  }

  @Override
  public void deleteAll() {
    List<String> present;
    try (Stream<String> ids = template.ids()) {
      present = ids.toList();
    }
    present.forEach(template::delete);
  }

  @Override
  public List<Conflict> conflicts(ID id) {
    return template.conflicts(template.toId(id));
  }

  @Override
  public boolean hasConflicts(ID id) {
    return template.hasConflicts(template.toId(id));
  }

  @Override
  public List<T> findAllConflicted() {
    List<String> conflicted;
    try (Stream<Conflict> conflicts = template.conflicts()) {
      conflicted = conflicts.map(Conflict::id).distinct().sorted().toList();
    }
    return conflicted.stream()
        .map(id -> template.find(type(), id))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<OpenConflict<T>> conflict(ID id) {
    return template.conflict(type(), template.toId(id));
  }

  @Override
  public <S extends T> S settle(S value, Collection<Revision> rivals) {
    return template.settle(value, rivals);
  }

  @Override
  public Optional<T> resolve(ID id) {
    return template.resolve(type(), template.toId(id));
  }

  @Override
  public Optional<Versioned<T>> findRevision(ID id, Revision revision) {
    return template.findRevision(type(), template.toId(id), revision);
  }

  @Override
  public List<Versioned<T>> revisions(ID id) {
    return template.revisions(type(), template.toId(id));
  }

  @Override
  public List<HistoryEntry<T>> history(ID id) {
    return template.history(type(), template.toId(id));
  }

  @Override
  public Optional<T> asOf(ID id, Instant moment) {
    return template.asOf(type(), template.toId(id), moment);
  }

  @Override
  public T undelete(ID id) {
    return template.undelete(type(), template.toId(id));
  }

  @Override
  public T restore(ID id, Revision revision) {
    return template.restore(type(), template.toId(id), revision);
  }

  @Override
  public T revert(ID id, Revision revision) {
    return template.revert(type(), template.toId(id), revision);
  }

  private Class<T> type() {
    return entityType.getType();
  }
}
