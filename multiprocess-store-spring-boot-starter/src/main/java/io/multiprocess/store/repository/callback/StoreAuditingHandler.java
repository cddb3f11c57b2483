package io.multiprocess.store.repository.callback;

import io.multiprocess.store.repository.StoreMappingContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.auditing.AuditingHandler;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.mapping.context.PersistentEntities;

/**
 * Spring Data's auditing of our entities.
 *
 * <p>Spring Data has its handler autowired by type, which is lost when an application is processed
 * ahead of time; so this one looks for the beans itself, unless they were named.
 */
final class StoreAuditingHandler extends AuditingHandler {

  private final boolean auditorNamed;
  private final boolean clockNamed;

  StoreAuditingHandler(
      StoreMappingContext mappingContext, boolean auditorNamed, boolean clockNamed) {
    super(PersistentEntities.of(mappingContext));
    this.auditorNamed = auditorNamed;
    this.clockNamed = clockNamed;
  }

  @Autowired
  void take(ObjectProvider<AuditorAware<?>> auditor, ObjectProvider<DateTimeProvider> clock) {
    if (!auditorNamed) {
      auditor.ifAvailable(this::setAuditorAware);
    }
    if (!clockNamed) {
      clock.ifAvailable(this::setDateTimeProvider);
    }
  }
}
