package io.multiprocess.store.repository.callback;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Notes in entities who wrote them and when, in the properties annotated with Spring Data's {@code
 * CreatedDate}, {@code LastModifiedDate}, {@code CreatedBy} and {@code LastModifiedBy}: whatever is
 * written through repositories and templates alike.
 *
 * <p>Who writes is told by a bean {@link org.springframework.data.domain.AuditorAware}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(StoreAuditingRegistrar.class)
public @interface EnableStoreAuditing {

  /** Name of the {@code AuditorAware} bean. By default the only one there is. */
  String auditorAwareRef() default "";

  /** Whether the dates are set. */
  boolean setDates() default true;

  /** Whether what is created is marked as modified too. */
  boolean modifyOnCreate() default true;

  /**
   * Name of the {@code DateTimeProvider} bean that tells the time. By default the only one, if any.
   */
  String dateTimeProviderRef() default "";
}
