package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.IdProfile;
import io.multiprocess.store.file.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
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
              assertThat(options.idProfile()).isEqualTo(IdProfile.NPM);
            });
  }
}
