package io.multiprocess.store.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata that IDEs show, as it is in the built module. */
class ConfigurationMetadataTests {

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
            "multiprocess-store.enabled",
            "multiprocess-store.path",
            "multiprocess-store.primary",
            "multiprocess-store.defaults.durability",
            "multiprocess-store.defaults.max-document-size",
            "multiprocess-store.defaults.on-stale",
            "multiprocess-store.defaults.sharing",
            "multiprocess-store.defaults.max-depth",
            "multiprocess-store.defaults.create-grace",
            "multiprocess-store.defaults.ids",
            "multiprocess-store.defaults.merge",
            "multiprocess-store.defaults.settle-captured",
            "multiprocess-store.defaults.retention.revisions",
            "multiprocess-store.defaults.retention.age",
            "multiprocess-store.defaults.archive.age",
            "multiprocess-store.defaults.maintenance-interval",
            "multiprocess-store.stores",
            "multiprocess-store.refresh-interval",
            "multiprocess-store.repositories.enabled",
            "management.health.multiprocess-store.enabled");
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
  void hintsAtTheNamesOfStores() {
    assertThat(metadata.get("hints").valueStream().map(hint -> hint.get("name").stringValue()))
        .contains("multiprocess-store.stores.keys");
  }
}
