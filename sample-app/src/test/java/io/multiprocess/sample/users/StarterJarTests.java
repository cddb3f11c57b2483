package io.multiprocess.sample.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What IDEs and Spring Boot look for in the starter, as applications get it: in its jar when the
 * build has come to {@code package}, else in its classes.
 */
class StarterJarTests {

  /** Properties without a default value: there is none, or it is a map. */
  private static final List<String> WITHOUT_DEFAULT =
      List.of(
          "management.endpoint.multiprocessstore.roles",
          "multiprocess-store.console.sensitive",
          "multiprocess-store.health.max-conflict-age",
          "multiprocess-store.health.max-conflicts",
          "multiprocess-store.indexes",
          "multiprocess-store.path",
          "multiprocess-store.replication.prefixes",
          "multiprocess-store.replication.target",
          "multiprocess-store.primary",
          "multiprocess-store.stores",
          "multiprocess-store.defaults.archive.age",
          "multiprocess-store.defaults.ids",
          "multiprocess-store.defaults.merge",
          "multiprocess-store.defaults.retention.age",
          "multiprocess-store.defaults.retention.revisions");

  private Path artifact = Path.of("");
  private Path root = Path.of("");
  private @Nullable FileSystem jar;

  @BeforeEach
  void open() throws IOException, URISyntaxException {
    artifact =
        Path.of(
            MultiprocessStoreAutoConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    if (Files.isDirectory(artifact)) {
      root = artifact;
    } else {
      jar = FileSystems.newFileSystem(URI.create("jar:" + artifact.toUri()), Map.of());
      root = jar.getPath("/");
    }
  }

  @AfterEach
  void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }

  private String text(String name) throws IOException {
    return Files.readString(root.resolve(name), UTF_8);
  }

  private JsonNode metadata() throws IOException {
    return JsonMapper.shared().readTree(text("META-INF/spring-configuration-metadata.json"));
  }

  @Test
  void isAJarOnceItIsPackaged() {
    assertThat(artifact.getFileName().toString())
        .matches("classes|multiprocess-store-spring-boot-starter-[0-9].*\\.jar");
  }

  @Test
  void everyPropertyHasATypeADescriptionAndItsDefault() throws IOException {
    assertThat(metadata().get("properties"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            property -> {
              String name = property.get("name").stringValue();
              assertThat(property.path("type").asString("")).as(name).isNotBlank();
              assertThat(property.path("description").asString("")).as(name).endsWith(".");
              assertThat(property.has("defaultValue"))
                  .as("whether %s has a default", name)
                  .isEqualTo(!WITHOUT_DEFAULT.contains(name));
            });
  }

  @Test
  void everyEnumerationIsHinted() throws IOException {
    List<String> hinted =
        metadata().get("hints").valueStream().map(hint -> hint.get("name").stringValue()).toList();

    assertThat(
            metadata()
                .get("properties")
                .valueStream()
                .filter(property -> property.get("type").stringValue().matches("io\\.multi.*"))
                .map(property -> property.get("name").stringValue()))
        .hasSize(6)
        .isSubsetOf(hinted);
    assertThat(hinted)
        .contains("multiprocess-store.stores.keys", "multiprocess-store.defaults.merge.values");
  }

  @Test
  void switchesOfSpringBootAreInItsMetadata() throws IOException {
    assertThat(
            metadata()
                .get("properties")
                .valueStream()
                .map(property -> property.get("name").stringValue())
                .filter(name -> name.startsWith("management.")))
        .containsExactlyInAnyOrder(
            "management.endpoint.multiprocessstore.access",
            "management.endpoint.multiprocessstore.cache.time-to-live",
            "management.endpoint.multiprocessstore.roles",
            "management.endpoint.multiprocessstore.show-values",
            "management.health.multiprocess-store.enabled",
            "management.info.multiprocess-store.enabled");
  }

  @Test
  void everyAutoConfigurationIsImportedAndItsConditionsAreWrittenDown() throws IOException {
    String conditions = text("META-INF/spring-autoconfigure-metadata.properties");
    List<String> imported;
    try (Stream<String> lines =
        text("META-INF/spring/" + AutoConfiguration.class.getName() + ".imports").lines()) {
      imported = lines.toList();
    }
    List<String> classes;
    try (Stream<Path> files = Files.list(root.resolve("io/multiprocess/store/autoconfigure"))) {
      classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("[A-Za-z]+AutoConfiguration\\.class"))
              .map(name -> "io.multiprocess.store.autoconfigure." + name.replace(".class", ""))
              .collect(Collectors.toList());
    }

    assertThat(imported).containsExactlyInAnyOrderElementsOf(classes).isSorted();
    assertThat(imported).allSatisfy(name -> assertThat(conditions).contains(name + "="));
    assertThat(conditions).contains("HealthContributorAutoConfiguration.ConditionalOnClass=");
    assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
        .containsAll(imported);
  }

  @Test
  void theVersionIsFilledIn() throws IOException {
    assertThat(text("io/multiprocess/store/actuate/version.properties"))
        .matches("version=[0-9][^$]*\\s*");
  }
}
