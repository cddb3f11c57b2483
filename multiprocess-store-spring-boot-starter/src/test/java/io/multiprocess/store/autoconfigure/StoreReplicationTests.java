package io.multiprocess.store.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.actuate.ReplicationMetrics;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.replication.ReplicationDirection;
import io.multiprocess.store.spring.replication.StoreReplications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OutputCaptureExtension.class)
class StoreReplicationTests {

  private static final String PREFIX = "multiprocess-store.stores.users.";

  @TempDir Path temp;

  private Path directory;
  private Path target;

  private ApplicationContextRunner runner;

  @BeforeEach
  void prepare() throws IOException {
    directory = temp.resolve("users");
    target = Files.createDirectory(temp.resolve("target"));
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    MultiprocessStoreAutoConfiguration.class,
                    MultiprocessStoreMonitorsAutoConfiguration.class,
                    MultiprocessStoreHealthContributorAutoConfiguration.class,
                    MultiprocessStoreMetricsAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues(
                "multiprocess-store.defaults.durability=none",
                "multiprocess-store.refresh-interval=100ms",
                PREFIX + "path=" + directory);
  }

  private ApplicationContextRunner replicating(String... properties) {
    return runner
        .withPropertyValues(PREFIX + "replication.target=" + target)
        .withPropertyValues(properties);
  }

  @Test
  void nothingIsReplicatedUnlessThereIsATarget() {
    runner.run(
        context -> {
          assertThat(context.getBean(StoreReplications.class).state("users")).isEmpty();
          context
              .getBean(ReplicationMetrics.class)
              .bindTo(context.getBean(SimpleMeterRegistry.class));
          assertThat(
                  context
                      .getBean(SimpleMeterRegistry.class)
                      .find("multiprocess.store.replication.lag")
                      .gauge())
              .isNull();
        });
  }

  @Test
  void bothStoresGetWhatTheOtherHasAtTheStartAndAtTheInterval() {
    Versioned<ObjectNode> before = atTarget(store -> store.create("before", document(1)));
    replicating(PREFIX + "replication.interval=100ms", PREFIX + "replication.on-change=false")
        .run(
            context -> {
              ObjectStore store = store(context.getBean(StoreTemplate.class));
              eventually(() -> store.find("before").equals(Optional.of(before)));

              Versioned<ObjectNode> here = store.create("here", document(2));
              Versioned<ObjectNode> there = atTarget(other -> other.create("there", document(3)));

              eventually(() -> store.find("there").equals(Optional.of(there)));
              eventually(() -> isAtTarget("here"));
              Versioned<ObjectNode> copy = atTarget(other -> other.get("here"));
              assertThat(copy).isEqualTo(here);
            });
  }

  @Test
  void changeIsCopiedLongBeforeTheInterval() {
    replicating(PREFIX + "replication.interval=1h")
        .run(
            context -> {
              ObjectStore store = store(context.getBean(StoreTemplate.class));
              StoreReplications replications = context.getBean(StoreReplications.class);
              eventually(() -> replications.state("users").orElseThrow().equalAt() != null);

              store.create("alice", document(1));
              eventually(() -> isAtTarget("alice"));
              store.delete("alice");
              eventually(() -> !isAtTarget("alice"));
            });
  }

  @Test
  void directionAndPrefixesAreKept() {
    atTarget(other -> other.create("eu-there", document(1)));
    try (FileObjectStore store = FileObjectStore.open(directory, options())) {
      store.create("eu-here", document(1));
      store.create("us-here", document(1));
    }
    replicating(
            PREFIX + "replication.direction=to-target", PREFIX + "replication.prefixes=eu-,asia-")
        .run(
            context -> {
              eventually(() -> isAtTarget("eu-here"));
              StoreReplications replications = context.getBean(StoreReplications.class);
              eventually(() -> replications.state("users").orElseThrow().equalAt() != null);
              assertThat(isAtTarget("us-here")).isFalse();
              assertThat(store(context.getBean(StoreTemplate.class)).exists("eu-there")).isFalse();
            });
  }

  @Test
  void healthTellsAndMetersCount() {
    replicating()
        .run(
            context -> {
              ObjectStore store = store(context.getBean(StoreTemplate.class));
              store.create("alice", document(1));
              store.create("bob", document(1));
              // What came and went before anybody looked is nothing that has changed.
              eventually(() -> isAtTarget("bob"));
              store.delete("bob");
              SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
              context.getBean(ReplicationMetrics.class).bindTo(meters);
              eventually(
                  () ->
                      copied(meters, "revision") >= 1
                          && copied(meters, "tombstone") >= 1
                          && meters.get("multiprocess.store.replication.lag").timeGauge().value()
                              < 3600);
              assertThat(meters.get("multiprocess.store.replication.failed").functionCounter())
                  .satisfies(failed -> assertThat(failed.count()).isZero());

              CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
              eventually(() -> health(all).getStatus().equals(Status.UP));
              assertThat(health(all).getDetails().get("replication"))
                  .asString()
                  .contains("target=" + target, "direction=both", "equalAt=")
                  .doesNotContain("problem");
            });
  }

  @Test
  void targetThatIsAwayIsToldAndMadeUpFor(CapturedOutput output) throws IOException {
    Files.delete(target);
    replicating(PREFIX + "replication.interval=100ms")
        .run(
            context -> {
              ObjectStore store = store(context.getBean(StoreTemplate.class));
              store.create("alice", document(1));
              SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
              context.getBean(ReplicationMetrics.class).bindTo(meters);
              eventually(
                  () ->
                      meters.get("multiprocess.store.replication.failed").functionCounter().count()
                          >= 2);
              CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
              eventually(() -> health(all).getStatus().equals(Status.UP));
              assertThat(health(all).getDetails().get("replication"))
                  .asString()
                  .contains("problem=" + target + " is not there; mount it, or create it once");
              assertThat(target).doesNotExist();

              Files.createDirectory(target);
              eventually(() -> isAtTarget("alice"));
              eventually(() -> output.getOut().contains("works again"));
              assertThat(output)
                  .containsOnlyOnce("Replication of store 'users' with " + target + " failed: ");
            });
  }

  @Test
  void itStopsAndStartsAgain() {
    replicating(PREFIX + "replication.interval=100ms")
        .run(
            context -> {
              ObjectStore store = store(context.getBean(StoreTemplate.class));
              StoreReplications replications = context.getBean(StoreReplications.class);
              eventually(() -> replications.state("users").orElseThrow().equalAt() != null);

              replications.stop();
              assertThat(replications.isRunning()).isFalse();
              store.create("alice", document(1));
              assertThat(isAtTarget("alice")).isFalse();

              replications.start();
              eventually(() -> isAtTarget("alice"));
            });
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread ->
                thread.isAlive()
                    && thread.getName().startsWith("multiprocess-store-replication-users"));
  }

  @Test
  void targetInsideAStoreStopsTheStart() {
    runner
        .withPropertyValues(PREFIX + "replication.target=" + directory.resolve("inside"))
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .isInstanceOf(StoreConfigurationException.class)
                    .hasMessage(
                        "Replication target of store 'users' is %s, which is not apart from directory %s of store 'users'"
                            .formatted(directory.resolve("inside"), directory))
                    .extracting("action")
                    .isEqualTo(
                        "Set multiprocess-store.stores.users.replication.target to a directory of"
                            + " its own"));
  }

  @Test
  void targetOfTwoStoresStopsTheStart() {
    replicating(
            "multiprocess-store.path=" + temp.resolve("other"),
            "multiprocess-store.replication.target=" + target)
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .hasMessage(
                        "Replication target of store 'default' is %s, which is that of store 'users' too"
                            .formatted(target)));
  }

  @Test
  void targetThatIsAFileStopsTheStart() throws IOException {
    Files.delete(target);
    Files.createFile(target);
    replicating()
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .hasMessage(
                        "%sreplication.target is %s, which is not a directory"
                            .formatted(PREFIX, target)));
  }

  @Test
  void intervalOfNothingStopsTheStart() {
    replicating(PREFIX + "replication.interval=0s")
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining(
                        "Replication interval of PT0S is not positive; expected for example 1m"));
  }

  @Test
  void yamlInTheDocumentIsUnderstoodWhole() throws IOException {
    String document = Files.readString(Path.of("../docs/replication.md"), UTF_8);
    List<String> yaml =
        Pattern.compile("(?s)```yaml\\n(.*?)```")
            .matcher(document)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(yaml).hasSize(1);
    MultiprocessStoreProperties bound =
        new Binder(
                ConfigurationPropertySources.from(
                    new YamlPropertySourceLoader()
                        .load("document", new ByteArrayResource(yaml.get(0).getBytes(UTF_8)))))
            .bind(
                "multiprocess-store",
                Bindable.of(MultiprocessStoreProperties.class),
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
            .get();

    assertThat(bound.stores().get("users"))
        .extracting(MultiprocessStoreProperties.Store::replication)
        .isEqualTo(
            new MultiprocessStoreProperties.Replication(
                true,
                "/mnt/peer/users",
                ReplicationDirection.BOTH,
                Duration.ofMinutes(1),
                true,
                Set.of("eu-", "asia-")));
  }

  private static double copied(SimpleMeterRegistry meters, String file) {
    return meters
        .get("multiprocess.store.replication.copied")
        .tag("store", "users")
        .tag("file", file)
        .functionCounter()
        .count();
  }

  private static Health health(CompositeHealthContributor all) {
    HealthIndicator users = (HealthIndicator) all.getContributor("users");
    return Objects.requireNonNull(Objects.requireNonNull(users).health());
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  private static ObjectStore store(StoreTemplate template) {
    return template.store();
  }

  private static StoreOptions options() {
    return StoreOptions.defaults().withDurability(Durability.NONE);
  }

  @FunctionalInterface
  private interface Work<T> {
    T with(ObjectStore store);
  }

  private boolean isAtTarget(String id) {
    return atTarget(other -> other.exists(id));
  }

  private <T> T atTarget(Work<T> work) {
    try (FileObjectStore other = FileObjectStore.open(target, options())) {
      return work.with(other);
    }
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
