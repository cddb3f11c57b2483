package io.multiprocess.store.spring;

/**
 * What is done to entities on their way into a store and out of it.
 *
 * <p>Each method may change the entity or return another instance of the same type, which takes its
 * place. What is thrown reaches the caller; what was written by then stays written. Safe for
 * concurrent use.
 */
public interface EntityLifecycle {

  /** Leaves entities as they are. */
  EntityLifecycle NONE = new EntityLifecycle() {};

  /**
   * First of all when an entity is to be written; it may have no id yet.
   *
   * @param store name of the store
   * @param creation whether the object is not there yet, as far as that is known before it is
   *     written
   */
  default <T> T beforeConvert(T entity, String store, boolean creation) {
    return entity;
  }

  /** When an entity is to be written, and has its id; it becomes a document after that. */
  default <T> T beforeSave(T entity, String store) {
    return entity;
  }

  /** When an entity was written, and holds the revision it was stored under. */
  default <T> T afterSave(T entity, String store) {
    return entity;
  }

  /** When an entity was made from a document that was read. */
  default <T> T afterConvert(T entity, String store) {
    return entity;
  }

  /** When an entity, not merely an id, is to be deleted. */
  default <T> T beforeDelete(T entity, String store) {
    return entity;
  }

  /** When an entity, not merely an id, was deleted. */
  default <T> T afterDelete(T entity, String store) {
    return entity;
  }
}
