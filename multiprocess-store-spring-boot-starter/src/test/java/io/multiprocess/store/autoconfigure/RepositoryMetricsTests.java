package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.autoconfigure.app.Customer;
import io.multiprocess.store.autoconfigure.app.Users;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.autoconfigure.metrics.DataRepositoryMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;

class RepositoryMetricsTests {

  @TempDir Path directory;

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Users.class)
  static class App {}

  @Test
  void callsOfRepositoriesAreTimedAsThoseOfAnyModule() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreRepositoriesAutoConfiguration.class,
                DataRepositoryMetricsAutoConfiguration.class))
        .withUserConfiguration(App.class)
        .withBean(SimpleMeterRegistry.class)
        .withPropertyValues(
            "multiprocess-store.path=" + directory.resolve("app"),
            "multiprocess-store.stores.users.path=" + directory.resolve("users"))
        .run(
            context -> {
              Users users = context.getBean(Users.class);
              users.save(new Customer("alice", "Alice", null));
              assertThatExceptionOfType(DuplicateKeyException.class)
                  .isThrownBy(() -> users.save(new Customer("alice", "Other", null)));

              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(saves(meters, "SUCCESS")).isEqualTo(1);
              assertThat(saves(meters, "ERROR")).isEqualTo(1);
            });
  }

  private static long saves(MeterRegistry meters, String state) {
    return meters
        .get("spring.data.repository.invocations")
        .tags("repository", "Users", "method", "save", "state", state)
        .timer()
        .count();
  }
}
