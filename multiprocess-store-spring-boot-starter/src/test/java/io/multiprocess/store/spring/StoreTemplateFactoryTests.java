package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.PropertyNamingStrategies;

@ExtendWith(OutputCaptureExtension.class)
class StoreTemplateFactoryTests {

  @TempDir Path directory;

  @Test
  void logsWhereAStoreIsAndHowItIsUsed(CapturedOutput output) throws IOException {
    StoreOptions options =
        StoreOptions.defaults().withDurability(Durability.FILE).withOnStale(OnStale.REJECT);

    new StoreTemplateFactory(List.of()).open("users", directory, options).close();

    assertThat(output)
        .contains(
            "Store 'users' at %s, format 1, on-stale reject, durability file, process %d"
                .formatted(directory.toRealPath(), ProcessHandle.current().pid()))
        .containsOnlyOnce("Store 'users' at");
  }

  @Test
  void appliesWhatIsAddedToTheMapping() {
    StoreMapperCustomizer snakeCase =
        builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);

    try (StoreTemplate template =
        new StoreTemplateFactory(List.of(snakeCase)).open("users", directory)) {
      User created = template.create(User.named("alice", "Alice"));

      assertThat(template.store().get("alice").value().toString())
          .isEqualTo("{\"Name\":\"Alice\",\"Age\":30}");
      assertThat(template.get(User.class, "alice")).isEqualTo(created);
    }
  }

  @Test
  void logsDamage(CapturedOutput output) throws IOException {
    StoreOptions uncached = StoreOptions.defaults().withCacheBytes(0);
    try (StoreTemplate template =
        new StoreTemplateFactory(List.of()).open("users", directory, uncached)) {
      User first = template.create(User.named("alice", "Alice"));
      User second = template.update(first.renamed("Alicia"));
      Files.writeString(directory.resolve("alice").resolve(String.valueOf(second.revision())), "{");

      assertThat(template.get(User.class, "alice")).isEqualTo(first);

      assertThat(output)
          .contains("Revision %s of 'alice' is damaged".formatted(second.revision()))
          .containsOnlyOnce("is damaged");
    }
  }

  @Test
  void aTemplateCanStandOnAStoreThatIsOpenAlready() {
    StoreTemplateFactory factory = new StoreTemplateFactory(List.of());
    try (StoreTemplate opened = factory.open("users", directory);
        StoreTemplate other = factory.of("other", opened.store())) {
      opened.create(User.named("alice", "Alice"));

      try (Stream<String> ids = other.ids()) {
        assertThat(ids).containsExactly("alice");
      }
      assertThat(other).hasToString("StoreTemplate[other]");
    }
  }
}
