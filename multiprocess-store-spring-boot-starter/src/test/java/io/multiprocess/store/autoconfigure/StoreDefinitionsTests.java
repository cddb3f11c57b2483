package io.multiprocess.store.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.IdProfile;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.Sharing;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.Maintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

class StoreDefinitionsTests {

  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void noPathIsNoStore() {
    assertThat(StoreDefinitions.of(environment)).isEmpty();
  }

  @Test
  void theDefaultStoreIsFirstAndPrimary() {
    environment
        .withProperty("multiprocess-store.path", "/data/app")
        .withProperty("multiprocess-store.stores.users.path", "/data/users")
        .withProperty("multiprocess-store.stores.audit-log.path", "/data/audit");

    List<StoreDefinition> definitions = StoreDefinitions.of(environment);

    assertThat(definitions)
        .extracting(StoreDefinition::beanName)
        .containsExactly("storeTemplate", "auditLogStoreTemplate", "usersStoreTemplate");
    assertThat(definitions)
        .extracting(StoreDefinition::primary)
        .containsExactly(true, false, false);
    assertThat(definitions)
        .extracting(StoreDefinition::directory)
        .containsExactly(Path.of("/data/app"), Path.of("/data/audit"), Path.of("/data/users"));
  }

  @Test
  void aNamedStoreMayBePrimary() {
    environment
        .withProperty("multiprocess-store.primary", "users")
        .withProperty("multiprocess-store.stores.users.path", "/data/users")
        .withProperty("multiprocess-store.stores.audit.path", "/data/audit");

    assertThat(StoreDefinitions.of(environment))
        .filteredOn(StoreDefinition::primary)
        .extracting(StoreDefinition::name)
        .containsExactly("users");
  }

  @Test
  void optionsAreInheritedOneByOne() {
    environment
        .withProperty("multiprocess-store.path", "/data/app")
        .withProperty("multiprocess-store.defaults.durability", "file")
        .withProperty("multiprocess-store.defaults.max-document-size", "1MB")
        .withProperty("multiprocess-store.defaults.ids", "portable")
        .withProperty("multiprocess-store.stores.users.path", "/data/users")
        .withProperty("multiprocess-store.stores.users.on-stale", "reject")
        .withProperty("multiprocess-store.stores.users.durability", "none")
        .withProperty("multiprocess-store.stores.users.max-depth", "9")
        .withProperty("multiprocess-store.stores.users.create-grace", "1s")
        .withProperty("multiprocess-store.stores.users.sharing", "group")
        .withProperty("multiprocess-store.stores.users.cache-size", "0")
        .withProperty("multiprocess-store.stores.users.foreign-delay", "50ms")
        .withProperty("multiprocess-store.stores.users.ids", "npm");

    List<StoreDefinition> definitions = StoreDefinitions.of(environment);

    assertThat(definitions.get(0).options())
        .satisfies(
            options -> {
              assertThat(options.onStale()).isEqualTo(OnStale.KEEP);
              assertThat(options.durability()).isEqualTo(Durability.FILE);
              assertThat(options.maxDocumentBytes()).isEqualTo(1 << 20);
              assertThat(options.maxDepth()).isEqualTo(1000);
              assertThat(options.createGrace()).isEqualTo(Duration.ofMillis(200));
              assertThat(options.sharing()).isEqualTo(Sharing.OWNER);
              assertThat(options.cacheBytes()).isEqualTo(StoreOptions.DEFAULT_CACHE_BYTES);
              assertThat(options.foreignDelay()).isZero();
              assertThat(options.idProfile()).isEqualTo(IdProfile.PORTABLE);
            });
    assertThat(definitions.get(1).options())
        .satisfies(
            options -> {
              assertThat(options.onStale()).isEqualTo(OnStale.REJECT);
              assertThat(options.durability()).isEqualTo(Durability.NONE);
              assertThat(options.maxDocumentBytes()).isEqualTo(1 << 20);
              assertThat(options.maxDepth()).isEqualTo(9);
              assertThat(options.createGrace()).isEqualTo(Duration.ofSeconds(1));
              assertThat(options.sharing()).isEqualTo(Sharing.GROUP);
              assertThat(options.cacheBytes()).isZero();
              assertThat(options.foreignDelay()).isEqualTo(Duration.ofMillis(50));
              assertThat(options.idProfile()).isEqualTo(IdProfile.NPM);
            });
  }

  @Test
  void mergeRulesNamePlacesByDotsOrPointers() {
    environment
        .withProperty("multiprocess-store.path", "/data/app")
        .withProperty("multiprocess-store.defaults.on-stale", "merge")
        .withProperty("multiprocess-store.defaults.merge.tags", "set")
        .withProperty("multiprocess-store.defaults.merge.address.lines", "Sequence")
        .withProperty("multiprocess-store.defaults.merge.visitsToday", "counter")
        .withProperty("multiprocess-store.defaults.merge.items", "keyed(id)")
        .withProperty("multiprocess-store.defaults.merge.items.*.tags", "set")
        .withProperty("multiprocess-store.defaults.merge.[others.*.tags]", "set")
        .withProperty("multiprocess-store.defaults.merge.[/a~1b/*]", "keyed( the key )");

    StoreOptions options = StoreDefinitions.of(environment).get(0).options();

    assertThat(options.onStale()).isEqualTo(OnStale.MERGE);
    assertThat(options.mergeRules())
        .isEqualTo(
            MergeRules.builder()
                .set("/tags")
                .sequence("/address/lines")
                .counter("/visitsToday")
                .keyed("/items", "id")
                .set("/items/*/tags")
                .set("/others/*/tags")
                .keyed("/a~1b/*", "the key")
                .build());
  }

  @Test
  void aWildcardInYamlNeedsNoBrackets() throws IOException {
    String yaml =
        """
        multiprocess-store:
          path: /data/app
          stores:
            users:
              path: /data/users
              merge:
                items: keyed(id)
                items.*: sequence
                items.*.tags: ${kind:set}
                "[a.b]": set
                "*": counter
        """;
    new YamlPropertySourceLoader()
        .load("yaml", new ByteArrayResource(yaml.getBytes(UTF_8)))
        .forEach(environment.getPropertySources()::addLast);

    assertThat(StoreDefinitions.of(environment).get(1).options().mergeRules())
        .isEqualTo(
            MergeRules.builder()
                .keyed("/items", "id")
                .sequence("/items/*")
                .set("/items/*/tags")
                .set("/a/b")
                .counter("/*")
                .build());
  }

  @Test
  void mergeRulesOfANamedStoreComeBeforeThoseOfTheDefaults() {
    environment
        .withProperty("multiprocess-store.defaults.merge.tags", "set")
        .withProperty("multiprocess-store.defaults.merge.visits", "counter")
        .withProperty("multiprocess-store.stores.users.path", "/data/users")
        .withProperty("multiprocess-store.stores.users.merge.tags", "sequence");

    assertThat(StoreDefinitions.of(environment).get(0).options().mergeRules())
        .hasToString("[/tags SEQUENCE, /visits COUNTER]");
  }

  @Test
  void withoutASettingNothingIsMaintained() {
    environment
        .withProperty("multiprocess-store.path", "/data/app")
        .withProperty("multiprocess-store.defaults.maintenance-interval", "1m");

    assertThat(StoreDefinitions.of(environment).get(0).maintenance())
        .isEqualTo(
            new Maintenance(
                false, Optional.empty(), Optional.empty(), false, Duration.ofMinutes(1)))
        .returns(false, Maintenance::isNeeded);
  }

  @Test
  void maintenanceIsInheritedOneByOne() {
    environment
        .withProperty("multiprocess-store.path", "/data/app")
        .withProperty("multiprocess-store.defaults.settle-captured", "true")
        .withProperty("multiprocess-store.defaults.retention.revisions", "10")
        .withProperty("multiprocess-store.defaults.archive.age", "30d")
        .withProperty("multiprocess-store.defaults.purge-tombstones", "true")
        .withProperty("multiprocess-store.stores.users.purge-tombstones", "false")
        .withProperty("multiprocess-store.stores.users.path", "/data/users")
        .withProperty("multiprocess-store.stores.users.settle-captured", "false")
        .withProperty("multiprocess-store.stores.users.retention.age", "7d")
        .withProperty("multiprocess-store.stores.users.archive.age", "0")
        .withProperty("multiprocess-store.stores.users.maintenance-interval", "5m");

    assertThat(StoreDefinitions.of(environment))
        .extracting(StoreDefinition::maintenance)
        .containsExactly(
            new Maintenance(
                true,
                Optional.of(Retention.last(10)),
                Optional.of(Duration.ofDays(30)),
                true,
                Duration.ofHours(1)),
            new Maintenance(
                false,
                Optional.of(new Retention(10, Duration.ofDays(7))),
                Optional.of(Duration.ZERO),
                false,
                Duration.ofMinutes(5)));
  }
}
