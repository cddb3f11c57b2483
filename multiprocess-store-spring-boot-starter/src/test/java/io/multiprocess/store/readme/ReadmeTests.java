package io.multiprocess.store.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties;
import io.multiprocess.store.docs.DocumentedYaml;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.readme.FirstScreen.User;
import io.multiprocess.store.readme.FirstScreen.Users;
import io.multiprocess.store.readme.RepositoryExample.UserRepository;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class ReadmeTests {

  private static final Path README = Path.of("../README.md");
  private static final Path EXAMPLES = Path.of("src/test/java/io/multiprocess/store/readme");

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class));

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(
      basePackageClasses = RepositoryExample.class,
      considerNestedRepositories = true)
  static class Application {}

  @Test
  void javaInTheReadmeIsTheJavaOfTheseExamples() throws IOException {
    String examples = "";
    for (Class<?> example :
        List.of(FirstScreen.class, RepositoryExample.class, CoreExample.class)) {
      examples +=
          flattened(Files.readString(EXAMPLES.resolve(example.getSimpleName() + ".java"), UTF_8));
    }
    assertThat(blocks("java")).hasSize(3);
    for (String block : blocks("java")) {
      assertThat(examples).contains(flattened(block));
    }
  }

  @Test
  void yamlInTheReadmeIsUnderstoodWhole() throws IOException {
    assertThat(blocks("yaml")).hasSize(3);
    for (String yaml : blocks("yaml")) {
      MultiprocessStoreProperties bound = DocumentedYaml.bind(yaml);
      assertThat(bound.path()).startsWith("~/stores/");
    }
  }

  @Test
  void configurationTableListsEveryPropertyWithItsDefault() throws IOException {
    List<String> expected = new ArrayList<>();
    for (JsonNode property : metadata().get("properties")) {
      JsonNode value = property.get("defaultValue");
      expected.add(
          "| `%s` | %s | %s |"
              .formatted(
                  property.get("name").asString(),
                  value == null ? "" : "`" + value.asString() + "`",
                  property.get("description").asString()));
    }
    assertThat(Files.readString(README, UTF_8).lines().filter(ReadmeTests::isProperty))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void firstExampleDoesWhatItSays() {
    runner
        .withBean(Users.class)
        .withPropertyValues("multiprocess-store.path=" + directory.resolve("users"))
        .run(
            context -> {
              Users users = context.getBean(Users.class);
              User alice = users.signUp("alice", "alice@example.com");
              assertThatThrownBy(() -> users.signUp("alice", "x"))
                  .isInstanceOf(DuplicateKeyException.class);
              users.changeEmail(alice, "a@example.com");
              users.changeEmail(alice, "al@example.com");
              assertThat(context.getBean(StoreTemplate.class).hasConflicts("alice")).isTrue();
            });
  }

  @Test
  void repositoryExampleDoesWhatItSays() {
    runner
        .withUserConfiguration(Application.class)
        .withPropertyValues(
            "multiprocess-store.stores.users.path=" + directory.resolve("users"),
            "multiprocess-store.path=" + directory.resolve("app"))
        .run(
            context -> {
              UserRepository repository = context.getBean(UserRepository.class);
              RepositoryExample.User alice =
                  repository.save(new RepositoryExample.User("alice", null, "alice@example.com"));
              assertThat(repository.findAll()).containsExactly(alice);
              assertThat(repository.history("alice")).hasSize(1);
              assertThat(repository.hasConflicts("alice")).isFalse();
              assertThat(directory.resolve("users/alice")).isDirectory();
            });
  }

  @Test
  void coreExampleDoesWhatItSays() {
    CoreExample.run(
        directory, JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());

    try (FileObjectStore store = FileObjectStore.open(directory)) {
      assertThat(store.revisions("alice")).hasSize(2);
    }
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream json =
        MultiprocessStoreProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      assertThat(json).isNotNull();
      return JsonMapper.shared().readTree(json);
    }
  }

  private static boolean isProperty(String line) {
    return line.startsWith("| `multiprocess-store.") || line.startsWith("| `management.");
  }

  /** The fenced blocks of a language. */
  private static List<String> blocks(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("(?s)```" + language + "\n(.*?)```")
            .matcher(Files.readString(README, UTF_8));
    return matcher.results().map(result -> result.group(1)).toList();
  }

  /** Text without indentation and empty lines, since the examples stand inside classes. */
  private static String flattened(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.replace("static class", "class"))
        .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
