package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.app.Customer;
import io.multiprocess.store.autoconfigure.app.Note;
import io.multiprocess.store.autoconfigure.app.Notes;
import io.multiprocess.store.autoconfigure.app.Users;
import io.multiprocess.store.autoconfigure.queried.Queried;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.repository.StoreMappingContext;
import io.multiprocess.store.repository.StoreRepositoryFactory;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

class MultiprocessStoreRepositoriesAutoConfigurationTests {

  private static final String FACTORIES = SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION;

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreRepositoriesAutoConfiguration.class));

  private ApplicationContextRunner withStores() {
    return runner.withPropertyValues(
        "multiprocess-store.path=" + directory.resolve("app"),
        "multiprocess-store.stores.users.path=" + directory.resolve("users"));
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Users.class)
  static class App {}

  @Test
  void findsRepositoriesAndBindsThemToTheirStores() {
    withStores()
        .withUserConfiguration(App.class)
        .run(
            context -> {
              context.getBean(Users.class).save(new Customer("alice", "Alice", null));
              Note note = context.getBean(Notes.class).save(new Note(null, "hello"));

              assertThat(directory.resolve("users/alice")).isDirectory();
              assertThat(directory.resolve("app").resolve(String.valueOf(note.id()))).isDirectory();
              assertThat(context).hasSingleBean(StoreMappingContext.class);
            });
  }

  @Test
  void theSingleStoreIsThePrimaryOne() {
    runner
        .withPropertyValues("multiprocess-store.stores.users.path=" + directory.resolve("users"))
        .withUserConfiguration(App.class)
        .run(
            context -> {
              UUID id = UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6");
              context.getBean(Notes.class).save(new Note(id, "hello"));

              assertThat(directory.resolve("users").resolve(id.toString())).isDirectory();
            });
  }

  @Test
  void withoutAStoreThereAreNoRepositories() {
    runner
        .withUserConfiguration(App.class)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Users.class));
  }

  @Test
  void canBeDisabled() {
    withStores()
        .withUserConfiguration(App.class)
        .withPropertyValues("multiprocess-store.repositories.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(Users.class));
  }

  @Test
  void withoutSpringDataThereAreTemplatesOnly() {
    withStores()
        .withUserConfiguration(App.class)
        .withClassLoader(new FilteredClassLoader(Repository.class))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(Users.class)
                    .getBeanNames(StoreTemplate.class)
                    .hasSize(2));
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Queried.class)
  static class QueryingApp {}

  @Test
  void aQueryMethodThatNamesNoPropertyFailsTheStart() {
    withStores()
        .withUserConfiguration(QueryingApp.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("Queried.findByTxt(java.lang.String)")
                    .hasStackTraceContaining("No property 'txt' found for type 'Note'"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = Notes.class,
      storeTemplateRef = "usersStoreTemplate")
  static class Explicit {}

  @Test
  void backsOffForAnExplicitSearchThatNamesItsStore() {
    withStores()
        .withUserConfiguration(Explicit.class)
        .run(
            context -> {
              Note note = context.getBean(Notes.class).save(new Note(null, "hello"));

              assertThat(directory.resolve("users").resolve(String.valueOf(note.id())))
                  .isDirectory();
            });
  }

  @Test
  void springDataKnowsThatThereIsOneModuleMore() throws IOException {
    List<String> modules = new ArrayList<>();
    for (URL factories : Collections.list(getClass().getClassLoader().getResources(FACTORIES))) {
      modules.add(
          PropertiesLoaderUtils.loadProperties(new UrlResource(factories))
              .getProperty(RepositoryFactorySupport.class.getName()));
    }

    assertThat(modules).contains(StoreRepositoryFactory.class.getName());
  }
}
