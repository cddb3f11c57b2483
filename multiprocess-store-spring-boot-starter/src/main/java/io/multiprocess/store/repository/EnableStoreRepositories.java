package io.multiprocess.store.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.data.repository.config.DefaultRepositoryBaseClass;
import org.springframework.data.repository.query.QueryLookupStrategy;

/**
 * Finds repositories in other packages than the application's own, or binds those of a package to a
 * store. A Spring Boot application needs it for neither the one nor the other as long as its
 * repositories are below its main class and its entities say {@link StoredIn}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(StoreRepositoriesRegistrar.class)
public @interface EnableStoreRepositories {

  /** Packages to look in. */
  @AliasFor("basePackages")
  String[] value() default {};

  /** Packages to look in. By default that of the annotated class. */
  @AliasFor("value")
  String[] basePackages() default {};

  /** Classes in whose packages to look. */
  Class<?>[] basePackageClasses() default {};

  /** What is taken for a repository beyond the usual. */
  Filter[] includeFilters() default {};

  /** What is not taken for a repository. */
  Filter[] excludeFilters() default {};

  /** The ending of the classes that implement additional methods. */
  String repositoryImplementationPostfix() default "Impl";

  /** Where named queries would be; a repository that has one is refused. */
  String namedQueriesLocation() default "";

  /** How query methods are looked up; there are no declared queries. */
  QueryLookupStrategy.Key queryLookupStrategy() default QueryLookupStrategy.Key.CREATE_IF_NOT_FOUND;

  /** The factory of the repositories' beans. */
  Class<?> repositoryFactoryBeanClass() default StoreRepositoryFactoryBean.class;

  /** The class that implements the methods every repository has. */
  Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

  /** How the repositories' beans are named. */
  Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

  /** Whether interfaces inside classes are repositories too. */
  boolean considerNestedRepositories() default false;

  /** When the repositories are made. */
  BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;

  /** Name of the {@code StoreTemplate} bean to work on, whatever the entities say. */
  String storeTemplateRef() default "";
}
