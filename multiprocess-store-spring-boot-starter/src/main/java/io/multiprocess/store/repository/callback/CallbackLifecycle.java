package io.multiprocess.store.repository.callback;

import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.spring.EntityLifecycle;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.util.Lazy;

/**
 * Calls the callbacks among the beans, in their order, and refuses values that are to be unique and
 * are not.
 *
 * <p>They are looked for when the first entity passes, not before: a callback may itself use a
 * store.
 */
public final class CallbackLifecycle implements EntityLifecycle {

  private final ObjectProvider<StoreAuditor> auditor;
  private final ObjectProvider<StoreIndexes> indexes;
  private final Lazy<EntityCallbacks> callbacks;

  /** Calls the callbacks of a bean factory. */
  public CallbackLifecycle(BeanFactory beans) {
    this.auditor = beans.getBeanProvider(StoreAuditor.class);
    this.indexes = beans.getBeanProvider(StoreIndexes.class);
    this.callbacks = Lazy.of(() -> EntityCallbacks.create(beans));
  }

  @Override
  public <T> T beforeConvert(T entity, String store, boolean creation) {
    StoreAuditor present = auditor.getIfAvailable();
    T audited = present == null ? entity : present.audit(entity, creation);
    return callbacks.get().callback(BeforeConvertCallback.class, audited, store);
  }

  @Override
  public <T> T beforeSave(T entity, String store) {
    T saved = callbacks.get().callback(BeforeSaveCallback.class, entity, store);
    // Values are asked for when all others have made up their minds about them.
    indexes.ifAvailable(present -> present.requireUnique(store, saved));
    return saved;
  }

  @Override
  public <T> T afterSave(T entity, String store) {
    return callbacks.get().callback(AfterSaveCallback.class, entity, store);
  }

  @Override
  public <T> T afterConvert(T entity, String store) {
    return callbacks.get().callback(AfterConvertCallback.class, entity, store);
  }

  @Override
  public <T> T beforeDelete(T entity, String store) {
    return callbacks.get().callback(BeforeDeleteCallback.class, entity, store);
  }

  @Override
  public <T> T afterDelete(T entity, String store) {
    return callbacks.get().callback(AfterDeleteCallback.class, entity, store);
  }
}
