package io.multiprocess.store.repository.callback;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.data.auditing.AuditingHandler;

/**
 * Notes in entities who wrote them and when.
 *
 * <p>Whether an entity is created is told by the operation, not concluded from its state: one with
 * an assigned id and no revision looks the same in both cases.
 */
final class StoreAuditor {

  private final ObjectFactory<AuditingHandler> handler;

  StoreAuditor(ObjectFactory<AuditingHandler> handler) {
    this.handler = handler;
  }

  <T> T audit(T entity, boolean creation) {
    AuditingHandler auditing = handler.getObject();
    return creation ? auditing.markCreated(entity) : auditing.markModified(entity);
  }
}
