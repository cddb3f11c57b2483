package io.multiprocess.store.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.actuate.IndexMetrics;
import io.multiprocess.store.autoconfigure.parts.Part;
import io.multiprocess.store.autoconfigure.parts.Parts;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;

@ExtendWith(OutputCaptureExtension.class)
class StoreIndexesTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Part.class)
  @ImportAutoConfiguration({
    MultiprocessStoreAutoConfiguration.class,
    MultiprocessStoreIndexAutoConfiguration.class,
    MultiprocessStoreRepositoriesAutoConfiguration.class,
    MultiprocessStoreMonitorsAutoConfiguration.class,
    MultiprocessStoreMetricsAutoConfiguration.class,
    MultiprocessStoreHealthContributorAutoConfiguration.class
  })
  static class Application {}

  private String path() {
    return "multiprocess-store.stores.parts.path=" + directory.resolve("parts");
  }

  @Test
  void configuredIndexRefusesAndReportsWhatIsNotUnique() {
    runner
        .withBean(SimpleMeterRegistry.class)
        .withPropertyValues(path(), "multiprocess-store.stores.parts.indexes.price=unique")
        .run(
            context -> {
              Parts parts = context.getBean(Parts.class);
              StoreIndexes indexes = context.getBean(StoreIndexes.class);
              await().until(() -> indexes.indexes("parts").get(0).ready());
              parts.save(new Part("nut", 1));
              // On a machine with much to do, one may pass before the other has been noticed.
              AtomicInteger attempts = new AtomicInteger();
              await()
                  .untilAsserted(
                      () ->
                          assertThatExceptionOfType(DuplicateKeyException.class)
                              .isThrownBy(
                                  () ->
                                      parts.save(new Part("bolt" + attempts.incrementAndGet(), 1)))
                              .withMessageContainingAll("price '1'", "'nut'"));
              try (StoreTemplate other =
                  new StoreTemplateFactory(List.of()).open("other", directory.resolve("parts"))) {
                other.create(new Part("screw", 1));
              }

              SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
              context.getBean(IndexMetrics.class).bindTo(registry);
              await()
                  .until(
                      () ->
                          registry.get("multiprocess.store.index.duplicates").gauge().value() == 1);
              assertThat(registry.get("multiprocess.store.index.objects").gauge().value())
                  .isEqualTo(1 + attempts.get());
              context.getBean(StoreMonitors.class).forEach(monitor -> monitor.refresh());
              List<String> ids = new ArrayList<>();
              IntStream.range(1, attempts.get()).forEach(passed -> ids.add("bolt" + passed));
              ids.addAll(List.of("nut", "screw"));
              Collections.sort(ids);
              assertThat(details(context.getBean(CompositeHealthContributor.class)))
                  .containsEntry("properties", List.of("price"))
                  .containsEntry("ready", true)
                  .containsEntry("duplicates", List.of(Map.of("property", "price", "ids", ids)));
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> details(CompositeHealthContributor health) {
    HealthIndicator part = (HealthIndicator) requireNonNull(health.getContributor("parts"));
    Object indexes = requireNonNull(part.health()).getDetails().get("indexes");
    return ((List<Map<String, Object>>) requireNonNull(indexes)).get(0);
  }

  @Test
  void nothingIsIndexedUnlessItIsAskedFor() {
    runner
        .withPropertyValues(path())
        .run(
            context -> {
              assertThat(context.getBean(Parts.class).findAll()).isEmpty();
              assertThat(context.getBean(StoreIndexes.class).indexes("parts")).isEmpty();
            });
  }

  @Test
  void indexOfWhatIsNotThereStopsTheApplication(CapturedOutput output) {
    start("multiprocess-store.stores.parts.indexes.prize=plain");

    assertThat(output)
        .contains(
            "Property 'prize' of objects in store 'parts' cannot be indexed: no repository of the"
                + " store is of entities that have it")
        .contains("Correct or remove 'prize' under the store's 'indexes'");
  }

  @Test
  void indexOfAnUnknownKindStopsTheApplication(CapturedOutput output) {
    start("multiprocess-store.stores.parts.indexes.price=fast");

    assertThat(output).contains("PLAIN", "UNIQUE", "indexes.price");
  }

  private void start(String property) {
    assertThat(
            catchThrowable(
                () ->
                    new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(path(), property)
                        .run()
                        .close()))
        .isNotNull();
  }
}
