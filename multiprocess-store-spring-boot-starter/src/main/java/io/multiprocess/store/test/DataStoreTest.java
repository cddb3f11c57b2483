package io.multiprocess.store.test;

import io.multiprocess.store.spring.StoreTemplate;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application does with its stores, and of nothing else.
 *
 * <p>The context has the configured stores as {@link StoreTemplate}s, the repositories, and of the
 * application's components only those that take part in what a store does: {@link
 * io.multiprocess.store.spring.StoreMapperCustomizer}, {@link
 * io.multiprocess.store.spring.StoreOptionsCustomizer}, {@link
 * io.multiprocess.store.ConflictResolver}, and of Spring Data callbacks, {@code AuditorAware} and
 * {@code DateTimeProvider}. Health, metrics, events of conflicts and of changes are left out, and
 * so is whatever has nothing to do with stores. {@link
 * org.springframework.context.annotation.Import @Import} adds what else a test needs; with an
 * {@code ObservationRegistry} among it, operations are observed.
 *
 * <p>The stores are {@linkplain TemporaryStores temporary}, and each test class has its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(DataStoreTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(DataStoreTypeExcludeFilter.class)
@AutoConfigureDataStore
@TemporaryStores
@ImportAutoConfiguration
public @interface DataStoreTest {

  /** Properties of the environment, as {@code name=value}. */
  String[] properties() default {};

  /** What the stores begin with. */
  @AliasFor(annotation = TemporaryStores.class, attribute = "seed")
  String[] seed() default {};

  /** Whether components are left out that have nothing to do with stores. */
  boolean useDefaultFilters() default true;

  /** Components that would be left out, and are not. */
  ComponentScan.Filter[] includeFilters() default {};

  /** Components that would not be left out, and are. */
  ComponentScan.Filter[] excludeFilters() default {};

  /** Auto-configurations that are left out. */
  @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
  Class<?>[] excludeAutoConfiguration() default {};
}
