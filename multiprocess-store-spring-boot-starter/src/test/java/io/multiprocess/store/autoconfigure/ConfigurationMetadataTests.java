package io.multiprocess.store.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Merge;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.IdProfile;
import io.multiprocess.store.file.Sharing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata that IDEs show, as it is in the built module. */
class ConfigurationMetadataTests {

  private static final String DEFAULTS = "multiprocess-store.defaults.";

  private JsonNode metadata;

  @BeforeEach
  void read() throws IOException {
    String classFile = MultiprocessStoreProperties.class.getSimpleName() + ".class";
    URL anchor = requireNonNull(MultiprocessStoreProperties.class.getResource(classFile));
    URI root = URI.create(anchor.toString().replaceAll("io/multiprocess/.*", ""));
    try (InputStream json =
        root.resolve("META-INF/spring-configuration-metadata.json").toURL().openStream()) {
      metadata = new JsonMapper().readTree(json);
    }
  }

  private Stream<JsonNode> properties() {
    return metadata.get("properties").valueStream();
  }

  @Test
  void knowsEveryProperty() {
    assertThat(properties().map(property -> property.get("name").stringValue()))
        .containsExactlyInAnyOrder(
            "multiprocess-store.console.allow-remote",
            "multiprocess-store.console.enabled",
            "multiprocess-store.console.path",
            "multiprocess-store.console.read-only",
            "multiprocess-store.console.sensitive",
            "multiprocess-store.enabled",
            "multiprocess-store.path",
            "multiprocess-store.primary",
            "multiprocess-store.indexes",
            "multiprocess-store.defaults.durability",
            "multiprocess-store.defaults.max-document-size",
            "multiprocess-store.defaults.on-stale",
            "multiprocess-store.defaults.sharing",
            "multiprocess-store.defaults.max-depth",
            "multiprocess-store.defaults.cache-size",
            "multiprocess-store.defaults.create-grace",
            "multiprocess-store.defaults.foreign-delay",
            "multiprocess-store.defaults.ids",
            "multiprocess-store.defaults.merge",
            "multiprocess-store.defaults.settle-captured",
            "multiprocess-store.defaults.retention.revisions",
            "multiprocess-store.defaults.retention.age",
            "multiprocess-store.defaults.archive.age",
            "multiprocess-store.defaults.purge-tombstones",
            "multiprocess-store.defaults.maintenance-interval",
            "multiprocess-store.stores",
            "multiprocess-store.refresh-interval",
            "multiprocess-store.changes.enabled",
            "multiprocess-store.changes.interval",
            "multiprocess-store.archive-interval",
            "multiprocess-store.replication.direction",
            "multiprocess-store.replication.enabled",
            "multiprocess-store.replication.interval",
            "multiprocess-store.replication.on-change",
            "multiprocess-store.replication.prefixes",
            "multiprocess-store.replication.target",
            "multiprocess-store.health.max-conflicts",
            "multiprocess-store.health.max-conflict-age",
            "multiprocess-store.health.conflict-status",
            "multiprocess-store.repositories.enabled",
            "multiprocess-store.maintenance.enabled",
            "multiprocess-store.observations.enabled",
            "multiprocess-store.metrics.enabled",
            "multiprocess-store.info.show-paths",
            "multiprocess-store.web.problemdetails.enabled",
            "management.endpoint.multiprocessstore.access",
            "management.endpoint.multiprocessstore.cache.time-to-live",
            "management.endpoint.multiprocessstore.show-values",
            "management.endpoint.multiprocessstore.roles",
            "management.health.multiprocess-store.enabled",
            "management.info.multiprocess-store.enabled");
  }

  @Test
  void describesEveryProperty() {
    assertThat(properties())
        .allSatisfy(
            property ->
                assertThat(property.path("description").asString(""))
                    .as(property.get("name").stringValue())
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A "));
  }

  @Test
  void hintsAtEveryValueOfAnEnumeration() {
    assertThat(hinted("on-stale")).containsExactlyElementsOf(names(OnStale.values()));
    assertThat(hinted("durability")).containsExactlyElementsOf(names(Durability.values()));
    assertThat(hinted("sharing")).containsExactlyElementsOf(names(Sharing.values()));
    assertThat(hinted("ids")).containsExactlyElementsOf(names(IdProfile.values()));
    assertThat(hinted("merge.values"))
        .containsExactlyInAnyOrderElementsOf(
            names(Merge.As.values()).stream()
                .map(rule -> rule.equals("keyed") ? "keyed(id)" : rule)
                .toList());
  }

  private List<String> hinted(String option) {
    return metadata
        .get("hints")
        .valueStream()
        .filter(hint -> hint.get("name").stringValue().equals(DEFAULTS + option))
        .flatMap(hint -> hint.get("values").valueStream())
        .map(value -> value.get("value").stringValue())
        .toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void hintsAtTheNamesOfStoresAndWhatTheEndpointTakes() {
    assertThat(metadata.get("hints").valueStream().map(hint -> hint.get("name").stringValue()))
        .contains(
            "multiprocess-store.stores.keys",
            "multiprocess-store.health.conflict-status",
            "management.endpoint.multiprocessstore.access",
            "management.endpoint.multiprocessstore.show-values");
  }
}
