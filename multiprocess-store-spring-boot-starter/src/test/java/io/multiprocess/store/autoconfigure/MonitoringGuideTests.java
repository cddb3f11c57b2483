package io.multiprocess.store.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiprocess.store.actuate.IndexMetrics;
import io.multiprocess.store.actuate.MultiprocessStoreEndpoint;
import io.multiprocess.store.actuate.StoreMetrics;
import io.multiprocess.store.spring.StoreMonitors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

/** What the guide to monitoring tells of properties and meters. */
class MonitoringGuideTests {

  private static final Path GUIDE = Path.of("../docs/monitoring/README.md");

  @TempDir Path directory;

  private ApplicationContextRunner withStore() {
    return new ApplicationContextRunner()
        .withInitializer(
            context ->
                context.getEnvironment().setConversionService(new ApplicationConversionService()))
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreMonitorsAutoConfiguration.class,
                MultiprocessStoreHealthContributorAutoConfiguration.class,
                MultiprocessStoreEndpointAutoConfiguration.class,
                ApplicationAvailabilityAutoConfiguration.class,
                AvailabilityHealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class))
        .withPropertyValues(
            "multiprocess-store.stores.users.path=" + directory,
            "management.health.readinessstate.enabled=true");
  }

  @Test
  void propertiesInTheGuideAreUnderstood() throws IOException {
    Properties told = new Properties();
    for (String yaml : matches("(?s)```yaml\n(.*?)```")) {
      YamlPropertiesFactoryBean bean = new YamlPropertiesFactoryBean();
      bean.setResources(new ByteArrayResource(yaml.getBytes(UTF_8)));
      told.putAll(requireNonNull(bean.getObject()));
    }

    assertThat(told.keySet())
        .containsExactlyInAnyOrder(
            "management.endpoints.web.exposure.include",
            "management.endpoint.health.group.readiness.include",
            "management.endpoint.multiprocessstore.access",
            "management.endpoint.multiprocessstore.roles",
            "management.endpoint.multiprocessstore.show-values",
            "multiprocess-store.health.conflict-status",
            "multiprocess-store.health.max-conflict-age",
            "multiprocess-store.health.max-conflicts");
    withStore()
        .withPropertyValues(
            told.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .toArray(String[]::new))
        .run(
            context -> {
              assertThat(context).hasSingleBean(MultiprocessStoreEndpoint.class);
              assertThat(context.getBean(StoreEndpointProperties.class).roles())
                  .containsExactly("support");
              assertThat(context.getBean(MultiprocessStoreProperties.class).health().maxConflicts())
                  .isEqualTo(100);
            });
  }

  @Test
  void metersInTheGuideAreThoseThereAre() {
    withStore()
        .run(
            context -> {
              SimpleMeterRegistry registry = new SimpleMeterRegistry();
              StoreMonitors monitors = context.getBean(StoreMonitors.class);
              new StoreMetrics(monitors).bindTo(registry);
              new IndexMetrics(monitors, store -> List.of()).bindTo(registry);
              Set<String> meters =
                  registry.getMeters().stream()
                      .map(Meter::getId)
                      .map(Meter.Id::getName)
                      .collect(Collectors.toSet());

              assertThat(matches("(?m)^\\| `(multiprocess\\.store\\.[a-z.]+)` \\|"))
                  .containsExactlyInAnyOrderElementsOf(meters);
            });
  }

  private static List<String> matches(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(GUIDE))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
