package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Change;
import io.multiprocess.store.autoconfigure.parts.Part;
import io.multiprocess.store.spring.StoreListener;
import io.multiprocess.store.spring.StoreListeners;
import io.multiprocess.store.spring.StoreObjectChanged;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

class StoreListenersTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreChangesAutoConfiguration.class,
                  MultiprocessStoreListenersAutoConfiguration.class));

  private ApplicationContextRunner withStore(Class<?> bean) {
    return runner
        .withBean(bean)
        .withPropertyValues(
            "multiprocess-store.stores.parts.path=" + directory.resolve("parts"),
            "multiprocess-store.stores.others.path=" + directory.resolve("others"));
  }

  static class Ears {

    final Queue<String> parts = new ConcurrentLinkedQueue<>();
    final Queue<String> changes = new ConcurrentLinkedQueue<>();
    final Queue<String> states = new ConcurrentLinkedQueue<>();
    final Queue<String> events = new ConcurrentLinkedQueue<>();

    @StoreListener(store = "parts", ids = "nut")
    void hear(Part part, Change change) {
      parts.add(change.kind() + " " + part);
    }

    @StoreListener(store = "parts")
    void hear(StoreObjectChanged event) {
      changes.add(event.change().id());
      throw new IllegalStateException("not my business");
    }

    @StoreListener(store = "parts")
    void hear(Optional<Part> part) {
      states.add(part.map(Part::id).orElse("gone"));
    }

    @EventListener
    void hearEvent(StoreObjectChanged event) {
      events.add(event.change().id());
    }
  }

  @Test
  void methodsHearOfWhatTheyAskForAndSurviveTheirErrors() {
    withStore(Ears.class)
        .withPropertyValues("multiprocess-store.changes.enabled=true")
        .run(
            context -> {
              Ears ears = context.getBean(Ears.class);
              try (StoreTemplate other =
                  new StoreTemplateFactory(List.of()).open("other", directory.resolve("parts"))) {
                other.create(new Part("bolt", 1));
                await().until(() -> ears.changes.contains("bolt"));
                other.create(new Part("nut", 2));
                await().until(() -> ears.parts.size() == 1 && ears.changes.contains("nut"));
                await().until(() -> ears.states.contains("nut"));
                other.delete("nut");
                await().until(() -> ears.states.contains("gone"));
              }
              await().until(() -> ears.events.size() == 3);
              assertThat(ears.changes).containsExactly("bolt", "nut", "nut");
              assertThat(ears.parts).containsExactly("CREATED " + new Part("nut", 2));
              assertThat(ears.states).containsExactly("bolt", "nut", "gone");
            });
  }

  @Test
  void listenersStopAndStartAndHearWhatHappenedMeanwhile() {
    withStore(Ears.class)
        .run(
            context -> {
              StoreListeners listeners = context.getBean(StoreListeners.class);
              Ears ears = context.getBean(Ears.class);
              StoreTemplate parts = context.getBean("partsStoreTemplate", StoreTemplate.class);
              listeners.stop();
              assertThat(listeners.isRunning()).isFalse();
              parts.create(new Part("nut", 1));
              assertThat(ears.changes).isEmpty();

              listeners.start();

              await().until(() -> ears.parts.size() == 1);
              assertThat(ears.events).isEmpty();
            });
  }

  static class Lost {
    @StoreListener(store = "party")
    void hear(Change change) {}
  }

  @Test
  void listenerOfAnUnknownStoreStopsTheApplication() {
    withStore(Lost.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageContainingAll("party", "expected one of [others, parts]"));
  }

  static class Unclear {
    @StoreListener
    void hear(Change change) {}
  }

  @Test
  void listenerThatNamesNoStoreWhereThereAreSeveralStopsTheApplication() {
    withStore(Unclear.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageContaining(
                        "names no store, and there is neither one nor a primary"));
  }
}
