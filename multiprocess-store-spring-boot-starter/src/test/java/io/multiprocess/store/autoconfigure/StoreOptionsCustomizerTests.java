package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Rival;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.spring.ConflictSettled;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StoreOptionsCustomizerTests {

  @TempDir Path directory;

  private ApplicationContextRunner with(Class<?> configuration) {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class))
        .withUserConfiguration(configuration)
        .withPropertyValues(
            "multiprocess-store.path=" + directory.resolve("app"),
            "multiprocess-store.stores.audit.path=" + directory.resolve("audit"));
  }

  @Configuration(proxyBeanMethods = false)
  static class Ordered {

    private final List<String> calls = new ArrayList<>();

    @Bean
    @Order(2)
    StoreOptionsCustomizer second() {
      return (store, options) -> {
        calls.add(store + " " + options.onStale() + " " + options.durability());
        return options;
      };
    }

    @Bean
    @Order(1)
    StoreOptionsCustomizer first() {
      return (store, options) ->
          store.equals("audit") ? options.withOnStale(OnStale.REJECT) : options;
    }
  }

  @Test
  void customizersChangeTheOptionsOfAStoreInTheirOrder() {
    with(Ordered.class)
        .withPropertyValues("multiprocess-store.defaults.durability=none")
        .run(
            context -> {
              assertThat(context.getBean(Ordered.class).calls)
                  .containsExactly(
                      "default " + OnStale.KEEP + " " + Durability.NONE,
                      "audit " + OnStale.REJECT + " " + Durability.NONE);
              StoreTemplate audit = context.getBean("auditStoreTemplate", StoreTemplate.class);
              ObjectNode created = audit.create(entry("a", 1));
              audit.update(created.deepCopy().put("n", 2));
              assertThatExceptionOfType(OptimisticLockingFailureException.class)
                  .isThrownBy(() -> audit.update(created.deepCopy().put("n", 3)));
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {

    private final List<Object> told = new ArrayList<>();
    private final List<ConflictSettled> events = new ArrayList<>();

    @Bean
    StoreOptionsCustomizer listener() {
      return (store, options) ->
          options.withListener(
              new StoreListener() {
                @Override
                public void revisionDamaged(DamagedRevisionException damage) {
                  told.add(damage.id());
                }

                @Override
                public void conflictSettled(Settlement settlement) {
                  told.add(settlement);
                }
              });
    }

    @EventListener
    void hear(ConflictSettled event) {
      events.add(event);
    }
  }

  @Test
  void listenersOfCustomizersHearBesideTheEvents() {
    with(Listening.class)
        .withPropertyValues("multiprocess-store.defaults.cache-size=0")
        .run(
            context -> {
              Listening listening = context.getBean(Listening.class);
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Versioned<ObjectNode> base = store.create("a", entry("a", 1));
              store.update(base.withValue(entry("a", 2)));
              store.update(base.withValue(entry("a", 3)));
              OpenConflict<ObjectNode> open = store.conflict("a").orElseThrow();
              store.settle(
                  "a", entry("a", 4), open.rivals().stream().map(Rival::revision).toList());
              assertThat(listening.events).hasSize(1);
              assertThat(listening.told).containsExactly(listening.events.get(0).settlement());

              Versioned<ObjectNode> first = store.create("b", entry("b", 1));
              damage(directory.resolve("app/b"), store.update(first.withValue(entry("b", 2))));
              assertThat(store.get("b").revision()).isEqualTo(first.revision());
              assertThat(listening.told).last().isEqualTo("b");
            });
  }

  private static void damage(Path object, Versioned<ObjectNode> written) throws IOException {
    Files.writeString(object.resolve(written.revision().toString()), "{");
  }

  private static ObjectNode entry(String id, int n) {
    return JsonMapper.shared().createObjectNode().put("_id", id).put("n", n);
  }
}
