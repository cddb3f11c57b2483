package io.multiprocess.store.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreConsoleAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreMonitorsAutoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds that docs/console.md tells what the code does. */
class ConsoleDocTests {

  private static final Path DOCUMENT = Path.of("../docs/console.md");
  private static final Path RULE =
      Path.of("src/test/java/io/multiprocess/store/console/ConsoleSecurityTests.java");
  private static final Pattern PROPERTY =
      Pattern.compile("\\| `(multiprocess-store\\.console\\.[a-z-]+)` \\|");

  @TempDir Path directory;

  @Test
  void ruleInTheDocumentIsTheOneThatIsTested() throws IOException {
    String tested = Files.readString(RULE, UTF_8);
    String region = tested.substring(tested.indexOf("// rule"), tested.indexOf("// end"));

    assertThat(blocks("java"))
        .singleElement()
        .extracting(ConsoleDocTests::flattened)
        .asString()
        .isEqualTo(flattened(region.replace("// rule", "")));
  }

  @Test
  void yamlInTheDocumentStartsAConsole() throws IOException {
    assertThat(blocks("yaml")).hasSize(2);
    for (String yaml : blocks("yaml")) {
      String here = yaml.replace("~/stores", directory.toString());
      List<PropertySource<?>> sources =
          new YamlPropertySourceLoader()
              .load("console.md", new ByteArrayResource(here.getBytes(UTF_8)));
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreMonitorsAutoConfiguration.class,
                  MultiprocessStoreConsoleAutoConfiguration.class))
          .withInitializer(
              context -> sources.forEach(context.getEnvironment().getPropertySources()::addFirst))
          .run(context -> assertThat(context).hasSingleBean(ServletRegistrationBean.class));
    }
  }

  @Test
  void tableListsEveryPropertyOfTheConsole() throws IOException {
    JsonNode metadata;
    try (InputStream json =
        requireNonNull(
            MultiprocessStoreAutoConfiguration.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      metadata = JsonMapper.shared().readTree(json);
    }
    Stream<String> documented =
        PROPERTY.matcher(Files.readString(DOCUMENT, UTF_8)).results().map(match -> match.group(1));

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            metadata
                .get("properties")
                .valueStream()
                .map(property -> property.get("name").stringValue())
                .filter(name -> name.startsWith("multiprocess-store.console."))
                .toList());
  }

  @Test
  void versionOfHtmxIsTheOneThatIsTested() throws IOException {
    Properties pom = new Properties();
    try (InputStream properties =
        requireNonNull(
            ConsoleDocTests.class.getResourceAsStream(
                "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties"))) {
      pom.load(properties);
    }

    assertThat(Files.readString(DOCUMENT, UTF_8))
        .contains("<version>%s</version>".formatted(pom.getProperty("version")));
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(Files.readString(DOCUMENT, UTF_8))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String flattened(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
