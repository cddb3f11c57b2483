package io.multiprocess.store.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class StoreMonitorsTests {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final StoreTemplateFactory factory = new StoreTemplateFactory(List.of());
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path directory;

  private CountingStore store;
  private StoreTemplate template;
  private StoreMonitors monitors;

  @BeforeEach
  void open() {
    store = new CountingStore(FileObjectStore.open(directory));
    template = factory.of("users", store);
    monitors = new StoreMonitors(List.of(template), INTERVAL);
  }

  @AfterEach
  void close() {
    monitors.stop();
    template.close();
  }

  @Test
  void healthIsUnknownAndGaugesAreZeroBeforeTheFirstRefresh() {
    new StoreMetrics(monitors).bindTo(registry);

    assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(gauge("multiprocess.store.objects")).isZero();
    assertThat(gauge("multiprocess.store.conflicts", "state", "current")).isZero();
    assertThat(gauge("multiprocess.store.conflicts", "state", "past")).isZero();
  }

  @Test
  void neitherHealthNorGaugesTouchTheStore() {
    new StoreMetrics(monitors).bindTo(registry);
    monitors.iterator().next().refresh();
    int calls = store.calls();

    for (int i = 0; i < 100; i++) {
      assertThat(health().getStatus()).isEqualTo(Status.UP);
      assertThat(gauge("multiprocess.store.objects")).isZero();
      assertThat(gauge("multiprocess.store.conflicts", "state", "current")).isZero();
    }

    assertThat(store.calls()).isEqualTo(calls);
  }

  @Test
  void seesWhatAnotherWriterDid() {
    new StoreMetrics(monitors).bindTo(registry);
    monitors.start();

    try (ObjectStore other = FileObjectStore.open(directory)) {
      Versioned<ObjectNode> base = other.create("alice", JsonNodeFactory.instance.objectNode());
      other.create("bob", JsonNodeFactory.instance.objectNode());
      other.update(base.withValue(base.value().put("name", "Mine")));
      Versioned<ObjectNode> rival =
          other.update(base.withValue(base.value().put("name", "Theirs")));

      await()
          .untilAsserted(
              () -> {
                assertThat(gauge("multiprocess.store.objects")).isEqualTo(2);
                assertThat(gauge("multiprocess.store.conflicts", "state", "current")).isEqualTo(1);
                assertThat(gauge("multiprocess.store.conflicts", "state", "past")).isZero();
              });

      other.update(rival);

      await()
          .untilAsserted(
              () -> {
                assertThat(gauge("multiprocess.store.conflicts", "state", "current")).isZero();
                assertThat(gauge("multiprocess.store.conflicts", "state", "past")).isEqualTo(1);
              });
    }
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(health().getDetails().keySet())
        .containsExactly("objects", "conflicts", "refreshedAt");
    assertThat(health().getDetails())
        .containsEntry("objects", 2L)
        .containsEntry("conflicts", Map.of("current", 0L, "past", 1L))
        .containsKey("refreshedAt");
  }

  @Test
  void aStoreThatCannotBeUsedIsDownUntilItCan() {
    monitors.start();
    await().untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(Status.UP));

    store.refuse("disk is gone");
    await().untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(Status.DOWN));
    assertThat(health().getDetails())
        .containsEntry("error", "io.multiprocess.store.StoreAccessException: disk is gone");

    store.comply();
    await().untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(Status.UP));
  }

  @Test
  void canBeStoppedAndStartedAgain() {
    monitors.start();
    assertThat(monitors.isRunning()).isTrue();
    await().until(() -> store.calls() > 2);

    monitors.stop();
    assertThat(monitors.isRunning()).isFalse();
    int calls = store.calls();
    await().during(INTERVAL.multipliedBy(4)).until(() -> store.calls() == calls);

    monitors.start();
    await().until(() -> store.calls() > calls);
  }

  @Test
  void healthOfAStoreOfFilesTellsItsPlaceAndFormat() throws Exception {
    try (StoreTemplate files = factory.open("files", directory)) {
      StoreMonitors ofFiles = new StoreMonitors(List.of(files), INTERVAL);
      ofFiles.forEach(StoreMonitor::refresh);

      Health health = health(StoreHealthIndicator.ofAll(ofFiles), "files");

      assertThat(health.getStatus()).isEqualTo(Status.UP);
      assertThat(health.getDetails())
          .containsEntry("path", directory.toRealPath().toString())
          .containsEntry("format", 1)
          .containsEntry("objects", 0L);
    }
  }

  @Test
  void refusesTwoStoresOfOneName() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new StoreMonitors(List.of(template, template), INTERVAL))
        .withMessage(
            "Two StoreTemplate beans are named 'users'; expected each store to have its own name");
  }

  private Health health() {
    return health(StoreHealthIndicator.ofAll(monitors), "users");
  }

  private static Health health(CompositeHealthContributor composite, String store) {
    if (composite.getContributor(store) instanceof HealthIndicator indicator) {
      return requireNonNull(indicator.health());
    }
    throw new AssertionError("No health of " + store);
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tag("store", "users").tags(tags).gauge().value();
  }
}
