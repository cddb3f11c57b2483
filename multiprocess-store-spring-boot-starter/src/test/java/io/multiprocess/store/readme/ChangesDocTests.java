package io.multiprocess.store.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreChangesAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreListenersAutoConfiguration;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds that docs/changes.md tells of Spring what is so. */
@ExtendWith(OutputCaptureExtension.class)
class ChangesDocTests {

  private static final Path DOCUMENT = Path.of("../docs/changes.md");
  private static final Path EXAMPLE =
      Path.of("src/test/java/io/multiprocess/store/readme/ReindexExample.java");

  private static final Path GREETING =
      Path.of("src/test/java/io/multiprocess/store/readme/GreetingExample.java");

  @TempDir Path directory;

  @Test
  void documentedListenerIsCalledAsConfigured(CapturedOutput output) throws IOException {
    String spring = Files.readString(DOCUMENT, UTF_8).split("## In Spring", 2)[1];
    assertThat(flattened(Files.readString(EXAMPLE, UTF_8)))
        .contains(flattened(block(spring, "java")));

    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreChangesAutoConfiguration.class))
        .withPropertyValues(properties(block(spring, "yaml")))
        .withPropertyValues("multiprocess-store.path=" + directory)
        .withBean(ReindexExample.class)
        .run(
            context -> {
              context
                  .getBean(StoreTemplate.class)
                  .store()
                  .create("alice", JsonNodeFactory.instance.objectNode());

              await().until(() -> output.getOut().contains("default: alice CREATED"));
            });
  }

  @Test
  void documentedMethodIsTold(CapturedOutput output) throws IOException {
    assertThat(flattened(Files.readString(DOCUMENT, UTF_8)))
        .contains(flattened(method(Files.readString(GREETING, UTF_8))));

    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MultiprocessStoreAutoConfiguration.class,
                MultiprocessStoreListenersAutoConfiguration.class))
        .withPropertyValues("multiprocess-store.stores.users.path=" + directory)
        .withBean(GreetingExample.class)
        .run(
            context -> {
              StoreTemplate users = context.getBean(StoreTemplate.class);
              users.create(new GreetingExample.User("carol", "Carol"));
              users.create(new GreetingExample.User("alice", "Alice"));

              await().until(() -> output.getOut().contains("CREATED of Alice"));
              assertThat(output.getOut()).doesNotContain("of Carol");
            });
  }

  private static String method(String source) {
    return source.substring(source.indexOf("@StoreListener"), source.lastIndexOf('}'));
  }

  private static String[] properties(String yaml) throws IOException {
    List<String> properties = new ArrayList<>();
    for (PropertySource<?> source :
        new YamlPropertySourceLoader()
            .load("changes", new ByteArrayResource(yaml.getBytes(UTF_8)))) {
      for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
        properties.add(name + "=" + source.getProperty(name));
      }
    }
    return properties.toArray(String[]::new);
  }

  private static String block(String text, String language) {
    return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static String flattened(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
