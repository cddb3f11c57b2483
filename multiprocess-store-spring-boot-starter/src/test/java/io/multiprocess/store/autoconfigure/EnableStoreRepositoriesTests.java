package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.app.Users;
import io.multiprocess.store.autoconfigure.parts.Part;
import io.multiprocess.store.autoconfigure.parts.Parts;
import io.multiprocess.store.autoconfigure.parts.Shelf;
import io.multiprocess.store.autoconfigure.parts.SilentRepository;
import io.multiprocess.store.autoconfigure.parts.SpareParts;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.repository.StoreRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

class EnableStoreRepositoriesTests {

  @TempDir Path directory;

  private ApplicationContextRunner with(Class<?> configuration) {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreRepositoriesAutoConfiguration.class))
        .withUserConfiguration(configuration)
        .withPropertyValues(
            "multiprocess-store.path=" + directory.resolve("app"),
            "multiprocess-store.stores.parts.path=" + directory.resolve("parts"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(basePackageClasses = Parts.class)
  static class Plain {}

  @Test
  void fragmentsAndDefaultMethodsBelongToARepositoryAndItsStoreIsTheEntitys() {
    with(Plain.class)
        .run(
            context -> {
              Parts parts = context.getBean(Parts.class);
              parts.save(new Part("nut", 1));
              parts.save(new Part("bolt", 2));

              assertThat(parts.shownPrice("bolt")).isEqualTo("2 EUR");
              assertThat(parts.total()).isEqualTo(3);
              assertThat(directory.resolve("parts/nut")).isDirectory();
              assertThat(directory.resolve("app/nut")).doesNotExist();
              assertThat(context).doesNotHaveBean(Shelf.ShelvedParts.class);
            });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = Parts.class,
      repositoryImplementationPostfix = "InDollars")
  static class Postfix {}

  @Test
  void thePostfixSaysWhichClassImplementsAFragment() {
    with(Postfix.class)
        .run(
            context ->
                assertThat(context.getBean(Parts.class).shownPrice("nut")).isEqualTo("some USD"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = Parts.class,
      repositoryBaseClass = SilentRepository.class)
  static class BaseClass {}

  @Test
  void theBaseClassMayBeTheApplications() {
    with(BaseClass.class)
        .run(
            context -> {
              SpareParts parts = context.getBean(SpareParts.class);
              parts.save(new Part("nut", 1));

              assertThat(parts.count()).isEqualTo(-1);
              assertThat(parts.findAll()).hasSize(1);
            });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = Parts.class,
      considerNestedRepositories = true,
      excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = SpareParts.class))
  static class NestedToo {}

  @Test
  void nestedRepositoriesAreFoundWhenAskedForAndExcludedOnesAreNot() {
    with(NestedToo.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Parts.class)
                    .hasSingleBean(Shelf.ShelvedParts.class)
                    .doesNotHaveBean(SpareParts.class));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = Parts.class,
      includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*SpareParts"))
  static class SparesOnly {}

  @Test
  void includeFiltersNarrowTheSearch() {
    with(SparesOnly.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(SpareParts.class)
                    .hasSingleBean(StoreRepository.class));
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Users.class)
  @EnableStoreRepositories(basePackageClasses = Parts.class)
  static class Both {}

  @Test
  void theAutoConfigurationBacksOff() {
    with(Both.class)
        .run(
            context -> assertThat(context).hasSingleBean(Parts.class).doesNotHaveBean(Users.class));
  }
}
