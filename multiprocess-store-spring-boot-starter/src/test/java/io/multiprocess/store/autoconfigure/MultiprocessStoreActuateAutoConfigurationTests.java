package io.multiprocess.store.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.actuate.StoreInfoContributor;
import io.multiprocess.store.actuate.StoreMetrics;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.JsonNodeFactory;

class MultiprocessStoreActuateAutoConfigurationTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreMonitorsAutoConfiguration.class,
                  MultiprocessStoreHealthContributorAutoConfiguration.class,
                  MultiprocessStoreInfoContributorAutoConfiguration.class,
                  MultiprocessStoreMetricsAutoConfiguration.class,
                  HealthContributorRegistryAutoConfiguration.class));

  private ApplicationContextRunner withStore() {
    return runner.withPropertyValues(
        "multiprocess-store.stores.users.path=" + directory,
        "multiprocess-store.refresh-interval=50ms");
  }

  private ApplicationContextRunner withMetrics(ApplicationContextRunner base) {
    return base.withConfiguration(
        AutoConfigurations.of(
            MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));
  }

  @Test
  void healthHasAPartForEachStoreAlsoWhenThereIsOne() {
    withStore()
        .withPropertyValues("management.endpoint.health.show-details=always")
        .withConfiguration(AutoConfigurations.of(HealthEndpointAutoConfiguration.class))
        .run(
            context -> {
              HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);

              await()
                  .untilAsserted(
                      () ->
                          assertThat(endpoint.healthForPath("multiprocessStore", "users"))
                              .extracting(HealthDescriptor::getStatus)
                              .isEqualTo(Status.UP));
              assertThat(endpoint.healthForPath("multiprocessStore"))
                  .isInstanceOf(CompositeHealthDescriptor.class);
            });
  }

  @Test
  void healthCanBeDisabled() {
    withStore()
        .withPropertyValues("management.health.multiprocess-store.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean("multiprocessStoreHealthContributor")
                    .hasSingleBean(StoreMonitors.class));
  }

  @Test
  void conflictsAreCountedWhoeverMadeThemAndSettledThem() {
    withMetrics(withStore())
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              StoreTemplate template = context.getBean(StoreTemplate.class);
              assertThat(counted(registry, "detected")).isZero();
              assertThat(counted(registry, "settled", "by", "person")).isZero();
              Map<String, Object> thing = new HashMap<>(Map.of("_id", "a"));
              template.create(thing);
              try (ObjectStore other = FileObjectStore.open(directory)) {
                other.update(other.get("a"));
                template.update(thing);
              }

              await().untilAsserted(() -> assertThat(counted(registry, "detected")).isEqualTo(1));
              template.settle(thing, template.conflict(Map.class, "a").orElseThrow().revisions());

              assertThat(counted(registry, "settled", "by", "person")).isEqualTo(1);
            });
  }

  private static double counted(MeterRegistry registry, String what, String... tags) {
    return registry
        .get("multiprocess.store.conflicts." + what)
        .tag("store", "users")
        .tags(tags)
        .functionCounter()
        .count();
  }

  @Test
  void healthBacksOffForABeanOfItsName() {
    HealthIndicator own = () -> Health.up().build();
    withStore()
        .withBean("multiprocessStoreHealthIndicator", HealthIndicator.class, () -> own)
        .run(context -> assertThat(context).doesNotHaveBean("multiprocessStoreHealthContributor"));
  }

  @Test
  void gaugesFollowTheStore() {
    withMetrics(withStore())
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              StoreTemplate template = context.getBean(StoreTemplate.class);
              assertThat(conflicts(registry, "current")).isZero();
              assertThat(conflicts(registry, "past")).isZero();

              Map<String, Object> thing = new HashMap<>(Map.of("_id", "a"));
              template.create(thing);
              template.update(new HashMap<>(thing));
              template.update(new HashMap<>(thing));

              await().untilAsserted(() -> assertThat(conflicts(registry, "current")).isEqualTo(1));
              assertThat(
                      registry
                          .get("multiprocess.store.objects")
                          .tag("store", "users")
                          .gauge()
                          .value())
                  .isEqualTo(1);
            });
  }

  private static double conflicts(MeterRegistry registry, String state) {
    return registry
        .get("multiprocess.store.conflicts")
        .tags("store", "users", "state", state)
        .gauge()
        .value();
  }

  @Test
  void metricsCanBeDisabled() {
    withMetrics(withStore())
        .withPropertyValues("multiprocess-store.metrics.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(StoreMetrics.class)
                    .hasSingleBean(StoreMonitors.class));
  }

  @Test
  void infoTellsTheVersionAndTheStoresButNotWhereTheyAre() {
    withStore()
        .run(
            context -> {
              Map<?, ?> info = info(context);
              assertThat(String.valueOf(info.get("version"))).matches("[0-9]+\\.[0-9].*");
              assertThat(info.get("stores")).isEqualTo(Map.of("users", Map.of("format", 1)));
            });
  }

  @Test
  void infoTellsWhereStoresAreWhenAsked() {
    withStore()
        .withPropertyValues("multiprocess-store.info.show-paths=true")
        .run(
            context ->
                assertThat(info(context).get("stores"))
                    .isEqualTo(
                        Map.of(
                            "users",
                            Map.of("format", 1, "path", directory.toRealPath().toString()))));
  }

  private static Map<?, ?> info(ApplicationContext context) {
    Info.Builder builder = new Info.Builder();
    context.getBean(StoreInfoContributor.class).contribute(builder);
    return (Map<?, ?>) requireNonNull(builder.build().getDetails().get("multiprocessStore"));
  }

  @Test
  void infoCanBeDisabled() {
    for (String off :
        List.of(
            "management.info.multiprocess-store.enabled=false",
            "management.info.defaults.enabled=false",
            "multiprocess-store.enabled=false")) {
      withStore()
          .withPropertyValues(off)
          .run(context -> assertThat(context).doesNotHaveBean(StoreInfoContributor.class));
    }
  }

  @Test
  void infoNeedsStores() {
    runner.run(context -> assertThat(context).doesNotHaveBean(StoreInfoContributor.class));
  }

  @Test
  void disabledAsAWholeNothingIsThere() {
    withMetrics(withStore())
        .withPropertyValues("multiprocess-store.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean("multiprocessStoreHealthContributor")
                    .doesNotHaveBean(StoreMetrics.class)
                    .doesNotHaveBean(StoreMonitors.class));
  }

  @Test
  void nothingIsRegisteredWithJmx() {
    withMetrics(withStore())
        .run(
            context ->
                assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(null, null))
                    .noneMatch(name -> name.toString().contains("multiprocess")));
  }

  @Test
  void metricsBackOffWithoutARegistry() {
    withStore().run(context -> assertThat(context).doesNotHaveBean(StoreMetrics.class));
  }

  @Test
  void healthAndMetricsShareTheirCounts() {
    withMetrics(withStore()).run(context -> assertThat(context).hasSingleBean(StoreMonitors.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class AdditionalStore {

    @Bean(defaultCandidate = false)
    StoreTemplate extra(StoreTemplateFactory factory, @Value("${extra.path}") Path path) {
      return factory.open("extra", path);
    }
  }

  @Test
  void storesThatTheApplicationOpensAreMonitoredToo(@TempDir Path extra) {
    withStore()
        .withUserConfiguration(AdditionalStore.class)
        .withPropertyValues("extra.path=" + extra)
        .run(
            context ->
                assertThat(context.getBean(StoreMonitors.class))
                    .extracting(StoreMonitor::name)
                    .containsExactlyInAnyOrder("users", "extra"));
  }

  @Test
  void withoutStoresThereIsNeitherHealthNorMetrics() {
    withMetrics(runner)
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean("multiprocessStoreHealthContributor")
                    .doesNotHaveBean(StoreMetrics.class)
                    .doesNotHaveBean(StoreMonitors.class));
  }

  @Test
  void withoutHealthOnTheClassPathThereAreStillMetrics() {
    withStore()
        .withBean(SimpleMeterRegistry.class)
        .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(StoreMetrics.class)
                    .doesNotHaveBean("multiprocessStoreHealthContributor"));
  }

  @Test
  void limitsOfConflictsChangeTheHealthOfTheirStoreAlone(@TempDir Path other) {
    withStore()
        .withPropertyValues(
            "multiprocess-store.stores.orders.path=" + other,
            "multiprocess-store.health.max-conflicts=0",
            "management.endpoint.health.group.users.include=multiprocessStore/users",
            "management.endpoint.health.group.orders.include=multiprocessStore/orders")
        .withConfiguration(AutoConfigurations.of(HealthEndpointAutoConfiguration.class))
        .run(
            context -> {
              StoreTemplate users = context.getBean("usersStoreTemplate", StoreTemplate.class);
              Map<String, Object> thing = new HashMap<>(Map.of("_id", "a"));
              users.create(thing);
              users.update(new HashMap<>(thing));
              users.update(new HashMap<>(thing));
              HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);

              await()
                  .untilAsserted(
                      () ->
                          assertThat(endpoint.healthForPath("users"))
                              .extracting(HealthDescriptor::getStatus)
                              .isEqualTo(Status.OUT_OF_SERVICE));
              assertThat(endpoint.healthForPath("orders"))
                  .extracting(HealthDescriptor::getStatus)
                  .isEqualTo(Status.UP);
              assertThat(endpoint.healthForPath("multiprocessStore"))
                  .extracting(HealthDescriptor::getStatus)
                  .isEqualTo(Status.OUT_OF_SERVICE);
            });
  }

  @Test
  void damageIsCounted() {
    withMetrics(withStore())
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              FunctionCounter damaged =
                  registry
                      .get("multiprocess.store.revisions.damaged")
                      .tag("store", "users")
                      .functionCounter();
              assertThat(damaged.count()).isZero();
              StoreTemplate template = context.getBean(StoreTemplate.class);
              String revision =
                  template
                      .store()
                      .create("a", JsonNodeFactory.instance.objectNode())
                      .revision()
                      .toString();
              Files.writeString(directory.resolve("a").resolve(revision), "{");

              assertThatThrownBy(() -> template.find(Map.class, "a"))
                  .hasRootCauseInstanceOf(DamagedRevisionException.class);

              assertThat(damaged.count()).isEqualTo(1);
            });
  }

  @Test
  void intervalsMustBePositive() {
    withStore()
        .withPropertyValues("multiprocess-store.refresh-interval=0s")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasRootCauseMessage(
                        "Refresh interval of PT0S is not positive; expected for example 5s"));
    withStore()
        .withPropertyValues("multiprocess-store.archive-interval=-1s")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasRootCauseMessage(
                        "Archive interval of PT-1S is not positive; expected for example 5m"));
  }
}
