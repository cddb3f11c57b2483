package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * Where a Java type keeps an object's id and revision.
 *
 * @param <T> type of the entities
 */
interface EntityMapping<T> {

  /** The type that documents are mapped to. */
  Class<T> type();

  /** The entity's id, or null if it has none yet. */
  @Nullable String id(T entity);

  /** An id for an entity that has none. */
  String newId();

  /** The entity with an id: the given instance where it can be changed, else another. */
  T identified(T entity, String id);

  /** The revision the entity was read as, or null if it was not read or its type keeps none. */
  @Nullable Revision revision(T entity);

  /**
   * The entity with the id and revision it was stored under: the given instance where it can be
   * changed, else another.
   */
  T written(T entity, Versioned<T> stored);

  /**
   * The entity as it is together with what others wrote: the given instance where it can be
   * changed.
   */
  T merged(T entity, Versioned<T> stored);
}
