package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Settlement.By;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.autoconfigure.app.Customer;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.ConflictDetected;
import io.multiprocess.store.spring.ConflictSettled;
import io.multiprocess.store.spring.RevisionDamaged;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMaintenance;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a configured application settles conflicts, and hears of them and of damage. */
class ConflictSettlementTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreMonitorsAutoConfiguration.class));

  private ApplicationContextRunner withStore() {
    return runner.withPropertyValues(
        "multiprocess-store.stores.users.path=" + directory,
        "multiprocess-store.refresh-interval=50ms");
  }

  @Configuration(proxyBeanMethods = false)
  static class RuleOfALambda {

    @Bean
    ConflictResolver<Customer> leading() {
      return conflict -> Optional.of(conflict.leading().value());
    }

    @Bean
    ConflictResolver<ObjectNode> nothing() {
      return conflict -> Optional.empty();
    }

    @Bean(autowireCandidate = false)
    ConflictResolver<Customer> another() {
      return conflict -> Optional.empty();
    }
  }

  static class RuleOfAClass implements ConflictResolver<Customer> {

    @Override
    public Optional<Customer> resolve(OpenConflict<Customer> conflict) {
      return Optional.of(conflict.leading().value());
    }
  }

  @Test
  void theRuleOfALambdaIsFoundByItsDeclaredType() {
    withStore()
        .withUserConfiguration(RuleOfALambda.class)
        .withPropertyValues("multiprocess-store.defaults.on-stale=merge")
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);

              clash(template);

              assertThat(template.hasConflicts("alice")).isFalse();
            });
  }

  @Test
  void theRuleOfAClassIsFoundByWhatItImplements() {
    withStore()
        .withBean("rule", ConflictResolver.class, RuleOfAClass::new)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              clash(template);
              assertThat(template.hasConflicts("alice")).isTrue();

              assertThat(template.resolve(Customer.class, "alice")).isPresent();

              assertThat(template.hasConflicts("alice")).isFalse();
            });
  }

  @Test
  void withoutARuleAClashIsLeftToAPerson() {
    withStore()
        .withPropertyValues("multiprocess-store.defaults.on-stale=merge")
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);

              clash(template);

              assertThat(template.hasConflicts("alice")).isTrue();
            });
  }

  @Test
  void configuredRulesMergeWhatTheStoreHolds() {
    withStore()
        .withPropertyValues(
            "multiprocess-store.stores.users.on-stale=merge",
            "multiprocess-store.defaults.merge.visits=counter")
        .run(
            context -> {
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Versioned<ObjectNode> base = store.create("page", visits(1));
              store.update(base.withValue(visits(2)));

              store.update(base.withValue(visits(2)));

              assertThat(store.get("page").value()).isEqualTo(visits(3));
            });
  }

  static class Ears {

    final List<ConflictDetected> detected = new CopyOnWriteArrayList<>();
    final List<ConflictSettled> settled = new CopyOnWriteArrayList<>();
    final List<RevisionDamaged> damaged = new CopyOnWriteArrayList<>();

    @EventListener
    void hear(ConflictDetected event) {
      detected.add(event);
    }

    @EventListener
    void hear(RevisionDamaged event) {
      damaged.add(event);
    }

    @EventListener
    void hear(ConflictSettled event) {
      settled.add(event);
      throw new IllegalStateException("not my business");
    }
  }

  @Test
  void applicationsHearOfConflictsThatOthersMakeAndOfTheirSettlement() {
    withStore()
        .withBean(Ears.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Ears ears = context.getBean(Ears.class);
              try (ObjectStore other = FileObjectStore.open(directory)) {
                Versioned<ObjectNode> base = other.create("page", visits(1));
                other.update(base.withValue(visits(2)));
                other.update(base.withValue(visits(3)));
              }
              await().untilAsserted(() -> assertThat(ears.detected).hasSize(1));
              assertThat(ears.detected.get(0).store()).isEqualTo("users");
              assertThat(ears.detected.get(0).conflict().id()).isEqualTo("page");

              OpenConflict<ObjectNode> conflict =
                  template.conflict(ObjectNode.class, "page").orElseThrow();
              template.settle(conflict.merged(), conflict);

              assertThat(template.hasConflicts("page")).isFalse();
              assertThat(ears.settled)
                  .singleElement()
                  .satisfies(event -> assertThat(event.store()).isEqualTo("users"))
                  .extracting(event -> event.settlement().by())
                  .isEqualTo(By.PERSON);
            });
  }

  @Test
  void applicationsHearOfDamage() {
    withStore()
        .withBean(Ears.class)
        .withPropertyValues("multiprocess-store.defaults.cache-size=0")
        .run(
            context -> {
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Versioned<ObjectNode> whole = store.create("page", visits(1));
              Versioned<ObjectNode> torn = store.update(whole.withValue(visits(2)));
              Files.writeString(directory.resolve("page/" + torn.revision()), "{}");

              assertThat(store.get("page").revision()).isEqualTo(whole.revision());

              assertThat(context.getBean(Ears.class).damaged)
                  .singleElement()
                  .satisfies(event -> assertThat(event.store()).isEqualTo("users"))
                  .extracting(event -> event.damage().revision())
                  .isEqualTo(torn.revision());
            });
  }

  @Test
  void maintenanceRunsWhereItIsConfigured(@TempDir Path app) {
    withStore()
        .withPropertyValues(
            "multiprocess-store.path=" + app,
            "multiprocess-store.stores.users.settle-captured=true",
            "multiprocess-store.stores.users.retention.revisions=1",
            "multiprocess-store.stores.users.maintenance-interval=50ms")
        .run(
            context -> {
              assertThat(context).hasSingleBean(StoreMaintenance.class);
              StoreTemplate template = context.getBean("usersStoreTemplate", StoreTemplate.class);
              StoreTemplate left = context.getBean("storeTemplate", StoreTemplate.class);
              for (StoreTemplate each : List.of(left, template)) {
                Versioned<ObjectNode> page = each.store().create("page", visits(1));
                page = each.store().update(page.withValue(visits(2)));
                each.store().update(page.withValue(visits(3)));
              }

              await()
                  .untilAsserted(
                      () -> assertThat(template.revisions(ObjectNode.class, "page")).hasSize(1));
              assertThat(left.revisions(ObjectNode.class, "page")).hasSize(3);
            });
  }

  @Test
  void maintenanceCanBeDisabled() {
    withStore()
        .withPropertyValues(
            "multiprocess-store.stores.users.settle-captured=true",
            "multiprocess-store.maintenance.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(StoreMaintenance.class));
  }

  @Test
  void monitorsBackOff() {
    StoreMonitors own =
        new StoreMonitors(List.of(), Duration.ofDays(1), new StoreEvents(event -> {}));
    withStore()
        .withBean(StoreMonitors.class, () -> own)
        .run(context -> assertThat(context.getBean(StoreMonitors.class)).isSameAs(own));
    runner.run(context -> assertThat(context).doesNotHaveBean(StoreMonitors.class));
  }

  /** Two edits of one state that do not go together. */
  private static void clash(StoreTemplate template) {
    Customer seen = template.create(new Customer("alice", "Alice", null));
    template.update(new Customer("alice", "Mine", seen.revision()));
    template.update(new Customer("alice", "Theirs", seen.revision()));
  }

  private static ObjectNode visits(int number) {
    return JsonNodeFactory.instance.objectNode().put("visits", number);
  }
}
