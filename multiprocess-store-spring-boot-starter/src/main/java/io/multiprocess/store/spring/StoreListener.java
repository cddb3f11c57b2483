package io.multiprocess.store.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a bean called when an object of a store was created, updated or deleted, once in
 * each process, whoever wrote.
 *
 * <p>The method may take, in any order, a {@link StoreObjectChanged}, a {@link
 * io.multiprocess.store.Change}, and an entity, which is read when the method is called. It is not
 * called when the object is gone by then, unless it takes an {@code Optional} of the entity or no
 * entity at all.
 *
 * <p>Each method has a thread of its own, on which it is called with one change after the other.
 * What it throws is logged, and the next change is told. While it takes its time, changes of one
 * object become one. It goes on hearing while the application runs, whether or not events are
 * {@code enabled} under {@code multiprocess-store.changes}; what happened while its context was
 * stopped is told when that starts again.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface StoreListener {

  /** Name of the store; by default the primary one. */
  String store() default "";

  /** Ids of the objects; by default all. */
  String[] ids() default {};
}
