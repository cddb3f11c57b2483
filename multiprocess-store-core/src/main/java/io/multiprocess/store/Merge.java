package io.multiprocess.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells how edits of a property are merged that did not know of each other.
 *
 * <p>On a field, a getter or setter, a record component or a parameter of the constructor that
 * Jackson calls; {@link MergeRules#of} reads it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER,
  ElementType.RECORD_COMPONENT
})
public @interface Merge {

  /** What the property is. */
  As value();

  /** With {@link As#KEYED}, the field that tells elements apart. */
  String key() default "";

  /**
   * What a value is, so that different edits of it can both be kept.
   *
   * <p>Where the values are not of the kind, or where there is no rule, edits that differ clash.
   */
  enum As {

    /**
     * An array of scalars in which only membership counts.
     *
     * <p>What either side added is in, what either side removed is out. Additions stand behind what
     * stays, in the order of their values.
     */
    SET,

    /**
     * An array in which the order counts.
     *
     * <p>Changes of different parts are both kept. Different changes of one part, and different
     * insertions at one point, are a clash of the whole array.
     */
    SEQUENCE,

    /**
     * An array of objects that a field tells apart.
     *
     * <p>Elements with the same key are merged into one another, whatever their places. Different
     * insertions at one point are both kept, in the order of their keys. An element that one side
     * removed and the other edited, or that both put at different places, is a clash of the whole
     * array.
     */
    KEYED,

    /**
     * A number to which edits add and from which they subtract.
     *
     * <p>All differences count, also equal ones; what was absent or {@code null} counts from 0.
     */
    COUNTER
  }
}
