package io.multiprocess.store.index;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has queries find entities by a property without reading all of them. The index is in memory, of
 * each process its own; the documents are not concerned.
 *
 * <p>A property of an object in the entity is annotated there, in the object's type.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Indexed {

  /**
   * Whether no two objects are to have one value. A write that is seen to break that is refused
   * with a {@link org.springframework.dao.DuplicateKeyException}; what two write at the same time
   * is kept, and reported by {@link StoreIndexes}. Null is no value.
   */
  boolean unique() default false;
}
