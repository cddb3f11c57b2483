package io.multiprocess.store.docs.entities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.docs.entities.AuditingExample.Article;
import io.multiprocess.store.docs.entities.CustomerExample.Customer;
import io.multiprocess.store.docs.entities.CustomerExample.CustomerHistory;
import io.multiprocess.store.docs.entities.CustomerExample.Customers;
import io.multiprocess.store.docs.entities.CustomerExample.Member;
import io.multiprocess.store.docs.entities.CustomerExample.Members;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Holds that docs/entities.md tells what the code does. */
class EntitiesDocTests {

  private static final Path DOCUMENT = Path.of("../docs/entities.md");
  private static final Path EXAMPLES = Path.of("src/test/java/io/multiprocess/store/docs/entities");
  private static final Pattern REGION =
      Pattern.compile("(?s)\\n *// example: [a-z-]+\\n(.*?)\\n *// end\\n");

  @TempDir Path directory;

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(considerNestedRepositories = true)
  static class Repositories {}

  private ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class))
        .withUserConfiguration(
            Repositories.class, CustomerExample.Callbacks.class, AuditingExample.Auditing.class)
        .withPropertyValues(
            "multiprocess-store.path=" + directory.resolve("app"),
            "multiprocess-store.stores.members.path=" + directory.resolve("members"));
  }

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    List<String> compiled = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Example.java")).toList()) {
        compiled.addAll(matches(REGION, Files.readString(file, UTF_8)));
      }
    }

    assertThat(
            matches(Pattern.compile("(?s)```java\\n(.*?)```"), Files.readString(DOCUMENT, UTF_8)))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(compiled);
  }

  @Test
  void idsAreMadeUpAndCleanConflictsAreSettled() {
    application()
        .run(
            context -> {
              Customers customers = context.getBean(Customers.class);
              Customer saved = customers.save(new Customer(null, "Alice", null));
              UUID id = CustomerExample.id(saved);
              customers.save(new Customer(id, "Alicia", saved.revision()));
              customers.save(new Customer(id, "Alicia", saved.revision()));
              assertThat(customers.findAllConflicted()).hasSize(1);

              CustomerExample.settleWhatIsClean(customers);

              assertThat(customers.findAllConflicted()).isEmpty();
              assertThat(CustomerExample.tell(context.getBean(CustomerHistory.class), id))
                  .endsWith(" of 4 is LIVE");
            });
  }

  @Test
  void theCallbackRefusesACustomerWithoutName() {
    application()
        .run(
            context ->
                assertThatIllegalArgumentException()
                    .isThrownBy(
                        () -> context.getBean(Customers.class).save(new Customer(null, " ", null)))
                    .withMessage("A customer in 'default' has no name"));
  }

  @Test
  void articlesAreAudited() {
    application()
        .run(
            context -> {
              Article created =
                  context
                      .getBean(StoreTemplate.class)
                      .create(new Article("a", "One", null, null, null, null, null));

              assertThat(created.created()).isNotNull();
              assertThat(created.author()).isEqualTo(System.getProperty("user.name"));
            });
  }

  @Test
  void membersAreInTheirStore() {
    application()
        .run(
            context -> {
              context.getBean(Members.class).save(new Member("alice", null));

              assertThat(directory.resolve("members/alice")).isDirectory();
            });
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1).replace("static class", "class"))
        .map(code -> code.stripTrailing().stripIndent().strip())
        .toList();
  }
}
