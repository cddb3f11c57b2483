package io.multiprocess.store.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.multiprocess.store.autoconfigure.app.Note;
import io.multiprocess.store.autoconfigure.app.Notes;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.observation.DefaultStoreOperationObservationConvention;
import io.multiprocess.store.observation.MicrometerStoreObserver;
import io.multiprocess.store.observation.StoreObserver;
import io.multiprocess.store.observation.StoreOperationObservationConvention;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.JsonNodeFactory;

class MultiprocessStoreObservationAutoConfigurationTests {

  private static final String NAME = "multiprocess.store.operations";

  @TempDir Path directory;

  private final TestObservationRegistry registry = TestObservationRegistry.create();

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreObservationAutoConfiguration.class,
                  MultiprocessStoreMonitorsAutoConfiguration.class,
                  MultiprocessStoreMetricsAutoConfiguration.class));

  private ApplicationContextRunner withStore() {
    return runner.withPropertyValues("multiprocess-store.path=" + directory);
  }

  private ApplicationContextRunner withObservedStore() {
    return withStore().withBean(ObservationRegistry.class, () -> registry);
  }

  private ApplicationContextRunner withMeteredStore() {
    return withStore()
        .withConfiguration(
            AutoConfigurations.of(
                ObservationAutoConfiguration.class,
                MetricsAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class));
  }

  @Test
  void timersOfUsualOperationsAreThereFromTheStartAndCountOn() {
    withMeteredStore()
        .withPropertyValues("management.observations.key-values.region=eu")
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              Collection<Timer> atFirst = meters.get(NAME).timers();
              assertThat(atFirst).allSatisfy(timer -> assertThat(timer.count()).isZero());
              assertThat(atFirst)
                  .extracting(timer -> timer.getId().getTag("operation"))
                  .containsExactlyInAnyOrder("create", "find", "get", "update", "upsert", "delete");

              context
                  .getBean(StoreTemplate.class)
                  .store()
                  .create("a", JsonNodeFactory.instance.objectNode());

              assertThat(meters.get(NAME).timers()).hasSameSizeAs(atFirst);
              assertThat(
                      meters.get(NAME).tags("operation", "create", "region", "eu").timer().count())
                  .isOne();
            });
  }

  @Test
  void noTimersAwaitWhatIsNotObserved() {
    withMeteredStore()
        .withPropertyValues("management.observations.enable.multiprocess=false")
        .run(
            context ->
                assertThat(context.getBean(MeterRegistry.class).find(NAME).timers()).isEmpty());
  }

  @Test
  void operationsBecomeTimers() {
    withMeteredStore()
        .run(
            context -> {
              context.getBean(StoreTemplate.class).exists("alice");

              MetricsEndpoint metrics = new MetricsEndpoint(context.getBean(MeterRegistry.class));
              MetricsEndpoint.MetricDescriptor timer = requireNonNull(metrics.metric(NAME, null));
              Map<String, Set<String>> tags =
                  timer.getAvailableTags().stream()
                      .collect(
                          Collectors.toMap(
                              MetricsEndpoint.AvailableTag::getTag,
                              MetricsEndpoint.AvailableTag::getValues));
              assertThat(tags)
                  .isEqualTo(
                      Map.of(
                          "store", Set.of("default"),
                          "operation",
                              Set.of(
                                  "create", "delete", "exists", "find", "get", "update", "upsert"),
                          "outcome", Set.of("success", "not_found"),
                          "error", Set.of("none")));
            });
  }

  @Test
  void aStreamThatNobodyClosesIsSeenAmongWhatIsActive() {
    withMeteredStore()
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              Stream<String> open = context.getBean(StoreTemplate.class).ids();
              assertThat(meters.get(NAME + ".active").longTaskTimer().activeTasks()).isEqualTo(1);

              open.close();
              assertThat(meters.get(NAME + ".active").longTaskTimer().activeTasks()).isZero();
            });
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Notes.class)
  static class Application {}

  @Test
  void repositoriesAreObservedThroughTheirStore(@TempDir Path users) {
    withObservedStore()
        .withConfiguration(
            AutoConfigurations.of(MultiprocessStoreRepositoriesAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withPropertyValues("multiprocess-store.stores.users.path=" + users)
        .run(
            context -> {
              context.getBean(Notes.class).save(new Note(null, "text"));

              TestObservationRegistryAssert.assertThat(registry)
                  .hasObservationWithNameEqualTo(NAME)
                  .that()
                  .hasLowCardinalityKeyValue("operation", "create");
            });
  }

  @Test
  void whatIsCountedInTheBackgroundIsNotObserved() {
    withObservedStore()
        .withPropertyValues("multiprocess-store.refresh-interval=20ms")
        .run(
            context -> {
              try (FileObjectStore other = FileObjectStore.open(directory)) {
                other.create("a", JsonNodeFactory.instance.objectNode());
              }
              StoreMonitors monitors = context.getBean(StoreMonitors.class);
              await()
                  .untilAsserted(
                      () ->
                          assertThat(monitors.iterator().next().snapshot().counts().objects())
                              .isEqualTo(1));

              TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
            });
  }

  @Test
  void maintenanceIsNotObserved() {
    withObservedStore()
        .withPropertyValues(
            "multiprocess-store.defaults.settle-captured=true",
            "multiprocess-store.defaults.retention.revisions=1",
            "multiprocess-store.defaults.maintenance-interval=20ms")
        .run(
            context -> {
              try (FileObjectStore other = FileObjectStore.open(directory)) {
                other.update(other.create("a", JsonNodeFactory.instance.objectNode()));
                await().untilAsserted(() -> assertThat(other.revisions("a")).hasSize(1));
              }

              TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
            });
  }

  @Test
  void theSwitchTurnsThemOff() {
    withObservedStore()
        .withPropertyValues("multiprocess-store.observations.enabled=false")
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(StoreObserver.class);
              assertThat(context.getBean(StoreTemplate.class).store())
                  .isInstanceOf(FileObjectStore.class);
            });
  }

  @Test
  void soDoesTheOneOfSpringBoot() {
    withMeteredStore()
        .withPropertyValues("management.observations.enable.multiprocess.store=false")
        .run(
            context -> {
              context.getBean(StoreTemplate.class).exists("alice");

              assertThat(context.getBean(MeterRegistry.class).find(NAME).meters()).isEmpty();
              assertThat(
                      context
                          .getBean(MeterRegistry.class)
                          .find("multiprocess.store.objects")
                          .meters())
                  .isNotEmpty();
            });
  }

  @Test
  void withoutARegistryThereIsNoObserver() {
    withStore().run(context -> assertThat(context).doesNotHaveBean(StoreObserver.class));
  }

  @Test
  void aConventionOfTheApplicationIsUsed() {
    StoreOperationObservationConvention convention =
        new DefaultStoreOperationObservationConvention() {
          @Override
          public String getName() {
            return "app.store";
          }
        };
    withObservedStore()
        .withBean(StoreOperationObservationConvention.class, () -> convention)
        .run(
            context -> {
              context.getBean(StoreTemplate.class).create(new HashMap<>(Map.of("_id", "a")));

              TestObservationRegistryAssert.assertThat(registry)
                  .hasNumberOfObservationsWithNameEqualTo("app.store", 1);
            });
  }

  @Test
  void anObserverOfTheApplicationIsTheOneThatIsUsed() {
    withObservedStore()
        .withBean("own", StoreObserver.class, () -> StoreObserver.NONE)
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(MicrometerStoreObserver.class)
                    .hasSingleBean(StoreObserver.class));
  }
}
