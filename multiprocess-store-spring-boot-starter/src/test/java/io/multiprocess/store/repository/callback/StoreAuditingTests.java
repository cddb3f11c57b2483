package io.multiprocess.store.repository.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.repository.StoreMappingContext;
import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.spring.StoreTemplate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StoreAuditingTests {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class));

  private ApplicationContextRunner with(Class<?> configuration) {
    return runner
        .withUserConfiguration(configuration)
        .withPropertyValues("multiprocess-store.path=" + directory);
  }

  record Article(
      @Id @Nullable String id,
      String title,
      @CreatedDate @Nullable Instant created,
      @CreatedBy @Nullable String author,
      @LastModifiedDate @Nullable Instant modified,
      @LastModifiedBy @Nullable String editor,
      @Version @Nullable String revision) {

    static Article titled(String title) {
      return new Article("a", title, null, null, null, null, null);
    }

    Article retitled(String newTitle) {
      return new Article(id, newTitle, created, author, modified, editor, revision);
    }
  }

  interface Articles extends StoreRepository<Article, String> {}

  static class Page {
    @Id public @Nullable String id;
    @CreatedDate public @Nullable Instant created;
    @LastModifiedDate public @Nullable Instant modified;
    public String text = "";
  }

  interface Pages extends StoreRepository<Page, String> {}

  /** What the auditing of the tests asks. */
  static class Now {
    private Instant time = NOON;
    private String user = "alice";

    void laterBy(String other) {
      time = time.plus(Duration.ofHours(1));
      user = other;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreAuditing
  @EnableStoreRepositories(considerNestedRepositories = true)
  static class Audited {

    @Bean
    Now now() {
      return new Now();
    }

    @Bean
    AuditorAware<String> auditor(Now now) {
      return () -> Optional.of(now.user);
    }

    @Bean
    DateTimeProvider clock(Now now) {
      return () -> Optional.of(now.time);
    }
  }

  @Test
  void aRepositoryNotesWhoCreatedAndWhoEditedARecord() {
    with(Audited.class)
        .run(
            context -> {
              Articles articles = context.getBean(Articles.class);
              Now now = context.getBean(Now.class);

              Article created = articles.save(Article.titled("One"));
              now.laterBy("bob");
              Article edited = articles.save(created.retitled("Two"));

              assertThat(created)
                  .isEqualTo(
                      new Article("a", "One", NOON, "alice", NOON, "alice", created.revision()));
              Instant later = NOON.plus(Duration.ofHours(1));
              assertThat(edited)
                  .isEqualTo(
                      new Article("a", "Two", NOON, "alice", later, "bob", edited.revision()));
              assertThat(articles.findById("a")).contains(edited);
              assertThat(context).hasSingleBean(StoreMappingContext.class);
            });
  }

  @Test
  void aTemplateDoesTheSame() {
    with(Audited.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Now now = context.getBean(Now.class);

              Article created = template.create(Article.titled("One"));
              now.laterBy("bob");
              Article edited = template.update(created.retitled("Two"));
              now.laterBy("carol");
              Article put = template.upsert(edited.retitled("Three"));

              assertThat(created.author()).isEqualTo("alice");
              assertThat(edited.author()).isEqualTo("alice");
              assertThat(edited.editor()).isEqualTo("bob");
              assertThat(put.created()).isEqualTo(NOON);
              assertThat(put.editor()).isEqualTo("carol");
            });
  }

  @Test
  void anEntityWithAnAssignedIdAndNoRevisionIsKnownToBeNew() {
    with(Audited.class)
        .run(
            context -> {
              Pages pages = context.getBean(Pages.class);
              Page page = new Page();
              page.id = "index";

              pages.save(page);
              assertThat(page.created).isEqualTo(NOON);
              context.getBean(Now.class).laterBy("bob");
              pages.save(page);

              assertThat(page.created).isEqualTo(NOON);
              assertThat(page.modified).isEqualTo(NOON.plus(Duration.ofHours(1)));
            });
  }

  @Test
  void untypedEntitiesHaveNothingToNote() {
    with(Audited.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              template.create(new HashMap<>(Map.of("_id", "m", "n", 1)));

              assertThat(template.store().get("m").value()).hasSize(1);
            });
  }

  enum Colour {
    BLUE
  }

  record Nested(UUID key, @CreatedDate @Nullable Instant created) {}

  record Motley(
      @Id UUID id,
      List<UUID> keys,
      Map<String, Object> fields,
      Optional<URI> link,
      ObjectNode tree,
      Colour colour,
      Nested nested,
      List<Nested> more,
      Object any,
      @CreatedDate @Nullable Instant created) {}

  @Test
  void anEntityMayHavePropertiesOfAnyType() {
    with(Audited.class)
        .run(
            context -> {
              UUID id = UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6");
              Motley motley =
                  new Motley(
                      id,
                      List.of(id),
                      Map.of("n", 1, "m", Map.of("k", List.of("v"))),
                      Optional.of(URI.create("https://example.org")),
                      JsonMapper.shared().createObjectNode().put("n", 1),
                      Colour.BLUE,
                      new Nested(id, null),
                      List.of(new Nested(id, null)),
                      "any",
                      null);

              Motley created = context.getBean(StoreTemplate.class).create(motley);

              assertThat(created.created()).isEqualTo(NOON);
              assertThat(created.nested().created()).isEqualTo(NOON);
            });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreAuditing(
      auditorAwareRef = "second",
      dateTimeProviderRef = "late",
      modifyOnCreate = false)
  static class Named {

    @Bean
    AuditorAware<String> first() {
      return () -> Optional.of("first");
    }

    @Bean
    AuditorAware<String> second() {
      return () -> Optional.of("second");
    }

    @Bean
    DateTimeProvider late() {
      return () -> Optional.of(NOON.plusSeconds(1));
    }
  }

  @Test
  void theAnnotationNamesBeansAndSaysWhatIsNoted() {
    with(Named.class)
        .run(
            context -> {
              Article created = context.getBean(StoreTemplate.class).create(Article.titled("One"));

              assertThat(created.author()).isEqualTo("second");
              assertThat(created.created()).isEqualTo(NOON.plusSeconds(1));
              assertThat(created.editor()).isNull();
              assertThat(created.modified()).isNull();
            });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreAuditing(setDates = false)
  static class WithoutDates {}

  @Test
  void nobodyNeedsToTellWhoWrites() {
    with(WithoutDates.class)
        .run(
            context -> {
              Article created = context.getBean(StoreTemplate.class).create(Article.titled("One"));

              assertThat(created.author()).isNull();
              assertThat(created.created()).isNull();
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class NotEnabled {

    @Bean
    AuditorAware<String> auditor() {
      return () -> Optional.of("alice");
    }
  }

  @Test
  void nothingIsNotedUnlessEnabled() {
    with(NotEnabled.class)
        .run(
            context -> {
              Article created = context.getBean(StoreTemplate.class).create(Article.titled("One"));

              assertThat(created.author()).isNull();
              assertThat(created.created()).isNull();
            });
  }

  record Writer(@Id String id) {}

  interface Writers extends StoreRepository<Writer, String> {}

  @Configuration(proxyBeanMethods = false)
  @EnableStoreAuditing
  @EnableStoreRepositories(considerNestedRepositories = true)
  static class AuditorFromTheStore {

    @Bean
    AuditorAware<String> auditor(Writers writers) {
      return () -> writers.findById("w").map(Writer::id);
    }
  }

  @Test
  void whoWritesMayBeLookedUpInTheStoreItself() {
    with(AuditorFromTheStore.class)
        .run(
            context -> {
              context.getBean(Writers.class).save(new Writer("w"));

              assertThat(context.getBean(Articles.class).save(Article.titled("One")).author())
                  .isEqualTo("w");
            });
  }
}
