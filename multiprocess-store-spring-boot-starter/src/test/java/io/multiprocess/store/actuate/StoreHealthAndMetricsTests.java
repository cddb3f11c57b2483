package io.multiprocess.store.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.ConflictDetected;
import io.multiprocess.store.spring.ConflictSettled;
import io.multiprocess.store.spring.CountingStore;
import io.multiprocess.store.spring.RevisionDamaged;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
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

class StoreHealthAndMetricsTests {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final StoreTemplateFactory factory = new StoreTemplateFactory(List.of());
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private final List<Object> published = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  private CountingStore store;
  private StoreTemplate template;
  private StoreMonitors monitors;

  @BeforeEach
  void open() {
    store = new CountingStore(FileObjectStore.open(directory));
    template = factory.of("users", store);
    monitors = new StoreMonitors(List.of(template), INTERVAL, new StoreEvents(published::add));
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
    assertThat(gauge("multiprocess.store.conflicts.oldest.age")).isZero();
    assertThat(gauge("multiprocess.store.revisions")).isZero();
    assertThat(gauge("multiprocess.store.refresh.duration")).isZero();
    assertThat(gauge("multiprocess.store.refresh.failed")).isZero();
    assertThat(counter("multiprocess.store.revisions.damaged")).isZero();
  }

  @Test
  void diskAndArchiveAreGaugesOfStoresOfFiles() {
    try (StoreTemplate files = factory.open("files", directory)) {
      StoreMonitors ofFiles =
          new StoreMonitors(List.of(files), INTERVAL, new StoreEvents(published::add));
      new StoreMetrics(ofFiles).bindTo(registry);
      assertThat(ofFiles("archive.files")).isZero();
      assertThat(ofFiles("archive.size")).isZero();
      assertThat(ofFiles("disk.usable")).isNaN();

      files.store().create("alice", JsonNodeFactory.instance.objectNode());
      files.store().delete("alice");
      ofFiles.forEach(StoreMonitor::refresh);
      ofFiles.forEach(StoreMonitor::measureArchive);

      assertThat(ofFiles("archive.files")).isEqualTo(1);
      assertThat(ofFiles("archive.size")).isPositive();
      assertThat(ofFiles("disk.usable")).isPositive();
    }
    new StoreMetrics(monitors).bindTo(registry);
    assertThat(registry.find("multiprocess.store.disk.usable").tag("store", "users").meters())
        .isEmpty();
  }

  private double ofFiles(String gauge) {
    return registry.get("multiprocess.store." + gauge).tag("store", "files").gauge().value();
  }

  @Test
  void neitherHealthNorMetersTouchTheStore() {
    new StoreMetrics(monitors).bindTo(registry);
    monitors.iterator().next().refresh();
    int calls = store.calls();

    for (int i = 0; i < 100; i++) {
      assertThat(health().getStatus()).isEqualTo(Status.UP);
      for (Meter meter : registry.getMeters()) {
        assertThat(meter.measure())
            .isNotEmpty()
            .allSatisfy(m -> assertThat(m.getValue()).isNotNegative());
      }
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
                assertThat(gauge("multiprocess.store.revisions")).isEqualTo(4);
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
        .containsExactly("objects", "conflicts", "oldestConflict", "refreshedAt");
    assertThat(health().getDetails())
        .containsEntry("objects", 2L)
        .containsEntry("conflicts", Map.of("current", 0L, "past", 1L))
        .containsKey("refreshedAt")
        .containsEntry("oldestConflict", monitors.iterator().next().snapshot().oldestConflict());
    assertThat(gauge("multiprocess.store.conflicts.oldest.age")).isPositive().isLessThan(600);
    assertThat(registry.get("multiprocess.store.conflicts.oldest.age").timeGauge().getId())
        .extracting(id -> id.getBaseUnit())
        .isEqualTo("seconds");
  }

  @Test
  void conflictsAreCountedFromZeroOfEachStore() {
    StoreMetrics metrics = new StoreMetrics(monitors);
    metrics.bindTo(registry);
    assertThat(counter("multiprocess.store.conflicts.detected")).isZero();
    for (String by : List.of("captured", "merge", "resolver", "person")) {
      assertThat(counter("multiprocess.store.conflicts.settled", "by", by)).isZero();
    }
    Revision one = Revision.parse("1-" + "a".repeat(32));
    Revision two = Revision.parse("1-" + "b".repeat(32));
    Conflict conflict =
        new Conflict(
            "alice",
            List.of(one, two),
            List.of(),
            true,
            List.of(),
            Optional.empty(),
            Instant.EPOCH);
    Settlement settlement = new Settlement("alice", List.of(one), two, Settlement.By.MERGE);

    metrics.count(new ConflictDetected("users", conflict));
    metrics.count(new ConflictSettled("users", settlement));
    metrics.count(new ConflictDetected("others", conflict));
    metrics.count(new ConflictSettled("others", settlement));
    metrics.count(new RevisionDamaged("users", new DamagedRevisionException("bob", one, "torn")));
    metrics.count(new RevisionDamaged("others", new DamagedRevisionException("bob", one, "torn")));

    assertThat(counter("multiprocess.store.conflicts.detected")).isEqualTo(1);
    assertThat(counter("multiprocess.store.conflicts.settled", "by", "merge")).isEqualTo(1);
    assertThat(counter("multiprocess.store.conflicts.settled", "by", "person")).isZero();
    assertThat(counter("multiprocess.store.revisions.damaged")).isEqualTo(1);
  }

  @Test
  void conflictsDoNotHarmHealthUnlessLimitsAreSet() {
    conflict("alice");
    conflict("bob");
    monitors.forEach(StoreMonitor::refresh);

    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(health(new ConflictLimits(2L, null, Status.DOWN)).getStatus()).isEqualTo(Status.UP);
    Health tooMany = health(new ConflictLimits(1L, null, Status.OUT_OF_SERVICE));
    assertThat(tooMany.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(tooMany.getDetails())
        .containsEntry("exceeded", List.of("2 conflicts; at most 1 are allowed"))
        .containsEntry("conflicts", Map.of("current", 2L, "past", 0L));
  }

  @Test
  void anOldConflictHarmsHealthOnceItIsOlderThanTheLimit() throws Exception {
    conflict("alice");
    conflict("bob");
    Instant written = Instant.now().minus(Duration.ofHours(3));
    for (Versioned<ObjectNode> revision : store.revisions("bob")) {
      Files.setLastModifiedTime(
          directory.resolve("bob").resolve(revision.revision().toString()), FileTime.from(written));
    }
    monitors.forEach(StoreMonitor::refresh);

    assertThat(health(new ConflictLimits(null, Duration.ofHours(4), Status.DOWN)).getStatus())
        .isEqualTo(Status.UP);
    Health tooOld = health(new ConflictLimits(null, Duration.ofHours(2), Status.DOWN));
    assertThat(tooOld.getStatus()).isEqualTo(Status.DOWN);
    assertThat(String.valueOf(tooOld.getDetails().get("exceeded")))
        .startsWith("[a conflict open for PT3H")
        .endsWith("; at most PT2H is allowed]");
  }

  @Test
  void aStoreThatCannotBeUsedIsDownWhateverItsConflicts() {
    conflict("alice");
    monitors.forEach(StoreMonitor::refresh);
    store.refuse("disk is gone");
    monitors.forEach(StoreMonitor::refresh);

    assertThat(health(new ConflictLimits(0L, null, Status.UNKNOWN)).getStatus())
        .isEqualTo(Status.DOWN);
    new StoreMetrics(monitors).bindTo(registry);
    assertThat(gauge("multiprocess.store.refresh.failed")).isEqualTo(1);
  }

  @Test
  void aStoreThatNobodyHasLookedAtForLongIsUnknown() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    StoreMonitors late =
        new StoreMonitors(
            List.of(template),
            Duration.ofSeconds(20),
            Duration.ofHours(1),
            now::get,
            new StoreEvents(published::add));
    late.forEach(StoreMonitor::refresh);
    new StoreMetrics(late).bindTo(registry);

    now.set(Instant.EPOCH.plusSeconds(100));
    assertThat(health(late).getStatus()).isEqualTo(Status.UP);
    now.set(Instant.EPOCH.plusSeconds(101));
    assertThat(health(late).getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(health(late).getDetails())
        .containsEntry("refreshAge", Duration.ofSeconds(101))
        .containsEntry("refreshedAt", Instant.EPOCH);
    assertThat(gauge("multiprocess.store.refresh.age")).isEqualTo(101);

    late.forEach(StoreMonitor::refresh);
    assertThat(health(late).getStatus()).isEqualTo(Status.UP);
  }

  private static Health health(StoreMonitors monitors) {
    return health(StoreHealthIndicator.ofAll(monitors, ConflictLimits.NONE), "users");
  }

  private void conflict(String id) {
    Versioned<ObjectNode> base = store.create(id, JsonNodeFactory.instance.objectNode());
    store.update(base.withValue(base.value().put("edit", 1)));
    store.update(base.withValue(base.value().put("edit", 2)));
  }

  private Health health(ConflictLimits limits) {
    return health(StoreHealthIndicator.ofAll(monitors, limits), "users");
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
  void healthOfAStoreOfFilesTellsItsPlaceAndFormat() throws Exception {
    try (StoreTemplate files = factory.open("files", directory)) {
      StoreMonitors ofFiles =
          new StoreMonitors(List.of(files), INTERVAL, new StoreEvents(published::add));
      ofFiles.forEach(StoreMonitor::refresh);

      Health health = health(StoreHealthIndicator.ofAll(ofFiles, ConflictLimits.NONE), "files");

      assertThat(health.getStatus()).isEqualTo(Status.UP);
      assertThat(health.getDetails())
          .containsEntry("path", directory.toRealPath().toString())
          .containsEntry("format", 1)
          .containsEntry("objects", 0L);
    }
  }

  private Health health() {
    return health(monitors);
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

  private double counter(String name, String... tags) {
    return registry.get(name).tag("store", "users").tags(tags).functionCounter().count();
  }
}
