package io.multiprocess.store.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * Puts the stores of a test's application context into a new temporary directory, whatever paths
 * they are configured with.
 *
 * <ul>
 *   <li>Every configured store has a directory in it, as {@code multiprocess-store.path} and {@code
 *       multiprocess-store.stores.<name>.path} tell. No other source of these two is read.
 *   <li>An application that configures no store at all, because its path comes with the environment
 *       it runs in, has the default store.
 *   <li>Durability is {@code none}: nobody looks at these stores after a power cut.
 *   <li>The directory is removed when the context has been closed and its stores with it, as a rule
 *       at the end of all tests.
 * </ul>
 *
 * <p>The methods of a test class share its context, and with it the stores and what is in them;
 * nested classes share those of the class around them. Stores that an application opens by itself,
 * through a {@link io.multiprocess.store.spring.StoreTemplateFactory}, are where it says.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@TestPropertySource(
    locations = "classpath:io/multiprocess/store/test/TemporaryStores.class",
    factory = TemporaryPathsFactory.class)
public @interface TemporaryStores {

  /**
   * What the stores begin with: directories that have a directory for each store, named like it and
   * {@code default} for the default one, with a file {@code <id>.json} for each object. An object
   * whose id cannot be the name of a file has it in a field {@code _id}.
   *
   * <p>Directories are found as by {@link TestPropertySource#locations}: {@code stores} beside the
   * test class, {@code /stores} and {@code classpath:stores} at the root of the class path, {@code
   * file:stores} in the working directory.
   */
  String[] seed() default {};

  /**
   * Whether test classes whose contexts are otherwise alike share one, and with it the stores and
   * what is in them. By default each class has its own.
   */
  boolean shared() default false;
}
