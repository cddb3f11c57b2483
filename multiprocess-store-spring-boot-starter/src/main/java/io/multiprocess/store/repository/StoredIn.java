package io.multiprocess.store.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the store that an entity's repository works on. Without it that is the primary store.
 *
 * <p>It also says that a repository of the entity is one of this kind, where an application has
 * repositories of several.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StoredIn {

  /** The store's name, as under {@code multiprocess-store.stores}. */
  String value();
}
