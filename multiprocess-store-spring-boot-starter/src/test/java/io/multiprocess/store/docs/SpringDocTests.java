package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreObservationAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties;
import io.multiprocess.store.autoconfigure.MultiprocessStoreWebAutoConfiguration;
import io.multiprocess.store.docs.EntityTagExample.Pages;
import io.multiprocess.store.observation.StoreOperation;
import io.multiprocess.store.observation.StoreOutcome;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Holds that docs/spring.md tells what the code does. */
class SpringDocTests {

  private static final Path DOCUMENT = Path.of("../docs/spring.md");
  private static final Path EXAMPLES = Path.of("src/test/java/io/multiprocess/store/docs");
  private static final Pattern REGION =
      Pattern.compile("(?s)\\n *// example: [a-z-]+\\n(.*?)\\n *// end\\n");

  @TempDir Path directory;

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    List<String> compiled = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        REGION
            .matcher(Files.readString(file, UTF_8))
            .results()
            .map(region -> flattened(region.group(1)))
            .forEach(compiled::add);
      }
    }

    assertThat(blocks("java").map(SpringDocTests::flattened))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(compiled);
  }

  @Test
  void yamlInTheDocumentIsUnderstoodWhole() throws IOException {
    List<String> yaml = blocks("yaml").toList();
    assertThat(yaml).hasSize(1);
    MultiprocessStoreProperties bound = DocumentedYaml.bind(yaml.get(0));
    assertThat(bound.web().problemdetails().enabled()).isTrue();
  }

  @Test
  void everyOperationAndOutcomeIsListed() throws IOException {
    assertThat(listed("operation"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StoreOperation.values()).map(StoreOperation::key).toList());
    assertThat(listed("outcome"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(StoreOutcome.values()).map(StoreOutcome::key), Stream.of("none"))
                .toList());
  }

  /** The values in the row of a key. */
  private static List<String> listed(String key) throws IOException {
    String row =
        Files.readString(DOCUMENT, UTF_8)
            .lines()
            .filter(line -> line.startsWith("| `%s` | meters".formatted(key)))
            .collect(Collectors.joining());
    return Pattern.compile("`([a-z_]+)`")
        .matcher(row)
        .results()
        .map(match -> match.group(1))
        .skip(1)
        .toList();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  static class Mvc {}

  @Test
  void entityTagsLeadFromWhatWasReadToWhatIsEdited() {
    new WebApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreWebAutoConfiguration.class))
        .withUserConfiguration(Mvc.class)
        .withBean(Pages.class)
        .withPropertyValues(
            "multiprocess-store.path=" + directory,
            "multiprocess-store.web.problemdetails.enabled=true")
        .run(
            context -> {
              StoreTemplate store = context.getBean(StoreTemplate.class);
              store.create(new HashMap<>(Map.of("_id", "home", "text", "one")));
              RestTestClient client =
                  RestTestClient.bindTo(MockMvcBuilders.webAppContextSetup(context).build())
                      .build();

              String tag =
                  requireNonNull(
                      client
                          .get()
                          .uri("/pages/home")
                          .exchange()
                          .returnResult(Page.class)
                          .getResponseHeaders()
                          .getETag());
              client
                  .get()
                  .uri("/pages/home")
                  .header(HttpHeaders.IF_NONE_MATCH, tag)
                  .exchange()
                  .expectStatus()
                  .isNotModified();
              client
                  .put()
                  .uri("/pages/home")
                  .header(HttpHeaders.IF_MATCH, tag)
                  .contentType(MediaType.TEXT_PLAIN)
                  .body("two")
                  .exchange()
                  .expectStatus()
                  .isOk()
                  .expectHeader()
                  .valueMatches(HttpHeaders.ETAG, "\"1-.*\"");
              client
                  .put()
                  .uri("/pages/home")
                  .contentType(MediaType.TEXT_PLAIN)
                  .body("three")
                  .exchange()
                  .expectStatus()
                  .isEqualTo(HttpStatus.PRECONDITION_REQUIRED);
              client
                  .put()
                  .uri("/pages/home")
                  .header(HttpHeaders.IF_MATCH, "W/" + tag)
                  .contentType(MediaType.TEXT_PLAIN)
                  .body("three")
                  .exchange()
                  .expectStatus()
                  .isEqualTo(HttpStatus.PRECONDITION_FAILED);
              client.get().uri("/pages/none").exchange().expectStatus().isNotFound();
              assertThat(store.get(Page.class, "home").text()).isEqualTo("two");
            });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebFlux
  static class Flux {}

  @Test
  void webFluxReadsOnAnotherScheduler() {
    new ReactiveWebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class))
        .withUserConfiguration(Flux.class)
        .withBean(ReactiveExample.class)
        .withPropertyValues("multiprocess-store.path=" + directory)
        .run(
            context -> {
              StoreTemplate store = context.getBean(StoreTemplate.class);
              store.create(new HashMap<>(Map.of("_id", "home", "text", "one")));

              WebTestClient.bindToApplicationContext(context)
                  .build()
                  .get()
                  .uri("/pages/home")
                  .exchange()
                  .expectStatus()
                  .isOk()
                  .expectBody()
                  .jsonPath("$.text")
                  .isEqualTo("one");
            });
  }

  @Test
  void theConventionAddsItsTag() {
    TestObservationRegistry registry = TestObservationRegistry.create();
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreObservationAutoConfiguration.class))
        .withUserConfiguration(ObservationExample.class)
        .withBean(ObservationRegistry.class, () -> registry)
        .withPropertyValues("multiprocess-store.path=" + directory)
        .run(
            context -> {
              context.getBean(StoreTemplate.class).exists("home");

              TestObservationRegistryAssert.assertThat(registry)
                  .hasSingleObservationThat()
                  .hasLowCardinalityKeyValue("team", "accounts")
                  .hasLowCardinalityKeyValue("outcome", "not_found");
            });
  }

  /** What a test of an application says; here it is what is shown. */
  static class TestOfAnApplication {

    static final Path directory = Path.of("somewhere");

    // example: test
    @DynamicPropertySource
    static void store(DynamicPropertyRegistry registry) {
      registry.add("multiprocess-store.path", directory::toString);
    }
    // end
  }

  @Test
  void aTestPointsTheStoreAtADirectory() {
    Map<String, Object> properties = new HashMap<>();
    TestOfAnApplication.store((name, value) -> properties.put(name, value.get()));

    assertThat(properties).containsEntry("multiprocess-store.path", "somewhere");
  }

  private static Stream<String> blocks(String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
        .matcher(Files.readString(DOCUMENT, UTF_8))
        .results()
        .map(block -> block.group(1));
  }

  /** Text without indentation and empty lines, since the examples stand inside classes. */
  private static String flattened(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.replace("static class", "class"))
        .collect(Collectors.joining("\n"));
  }
}
