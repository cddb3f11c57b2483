package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.Change.Origin;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreFeeds;
import io.multiprocess.store.spring.StoreObjectChanged;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class StoreChangesTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MultiprocessStoreAutoConfiguration.class,
                  MultiprocessStoreChangesAutoConfiguration.class));

  private ApplicationContextRunner withEvents() {
    return runner
        .withPropertyValues(
            "multiprocess-store.stores.users.path=" + directory,
            "multiprocess-store.defaults.durability=none",
            "multiprocess-store.changes.enabled=true")
        .withBean(Ears.class);
  }

  static class Ears {

    final Queue<Change> heard = new ConcurrentLinkedQueue<>();
    final Queue<String> stores = new ConcurrentLinkedQueue<>();

    @EventListener
    void hear(StoreObjectChanged event) {
      stores.add(event.store());
      heard.add(event.change());
      throw new IllegalStateException("not my business");
    }
  }

  @Test
  void applicationsHearOnceOfWhatTheyAndOthersWrite() {
    withEvents()
        .run(
            context -> {
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Ears ears = context.getBean(Ears.class);
              try (ObjectStore other = FileObjectStore.open(directory)) {
                Versioned<ObjectNode> page = store.create("page", visits(1));
                await().until(() -> ears.heard.size() == 1);
                Versioned<ObjectNode> edited = other.update(page.withValue(visits(2)));
                await().until(() -> ears.heard.size() == 2);
                store.delete("page");
                await().until(() -> ears.heard.size() == 3);
                other.create("last", visits(1));
                await().until(() -> ears.heard.size() == 4);

                assertThat(ears.heard)
                    .extracting(Change::id, Change::kind, Change::origin)
                    .containsExactly(
                        tuple("page", Kind.CREATED, Origin.LOCAL),
                        tuple("page", Kind.UPDATED, Origin.OTHER),
                        tuple("page", Kind.DELETED, Origin.LOCAL),
                        tuple("last", Kind.CREATED, Origin.OTHER));
                assertThat(ears.stores).hasSize(4).containsOnly("users");
                assertThat(List.copyOf(ears.heard).get(1).revision()).contains(edited.revision());
              }
            });
  }

  @Test
  void rivalThatLosesIsNoChangeOfTheObject() {
    withEvents()
        .run(
            context -> {
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Ears ears = context.getBean(Ears.class);
              Versioned<ObjectNode> base = store.create("page", visits(1));
              store.update(store.update(base.withValue(visits(2))).withValue(visits(3)));
              await().until(() -> !ears.heard.isEmpty());
              await().until(() -> last(ears).equals(store.get("page").revision()));

              store.update(base.withValue(visits(4)));
              assertThat(store.conflicts("page")).hasSize(1);
              store.create("after", visits(1));
              await().until(() -> last(ears).equals(store.get("after").revision()));

              assertThat(ears.heard).extracting(Change::kind).doesNotContain(Kind.CONFLICT);
            });
  }

  @Test
  void whatHappensWhileItIsStoppedIsHeardWhenItStartsAgain() {
    withEvents()
        .run(
            context -> {
              ObjectStore store = context.getBean(StoreTemplate.class).store();
              Ears ears = context.getBean(Ears.class);
              StoreFeeds feeds = context.getBean(StoreFeeds.class);
              store.create("first", visits(1));
              await().until(() -> ears.heard.size() == 1);

              feeds.stop();
              assertThat(feeds.isRunning()).isFalse();
              store.create("second", visits(1));
              feeds.start();

              assertThat(feeds.isRunning()).isTrue();
              await().until(() -> ears.heard.size() == 2);
              assertThat(ears.heard).extracting(Change::id).containsExactly("first", "second");
            });
  }

  @Test
  void changesThatNobodyAnnouncesAreHeardAtTheInterval() {
    withEvents()
        .withPropertyValues("multiprocess-store.changes.interval=50ms")
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Ears ears = context.getBean(Ears.class);
              template.store().create("page", visits(1));
              await().until(() -> ears.heard.size() == 1);

              Files.writeString(
                  directory.resolve("page/1-833f0fbe0c424fd390e7a5b55c35aee3"), "{\"visits\": 2}");

              await().until(() -> ears.heard.size() == 2);
            });
  }

  @Test
  void aStoreThatCannotBeReadStopsNobody() throws IOException {
    withEvents()
        .run(
            context -> {
              StoreFeeds feeds = context.getBean(StoreFeeds.class);
              feeds.stop();
              Path aside = directory.resolveSibling(directory.getFileName() + "-aside");
              Files.move(directory, aside);

              feeds.start();

              assertThat(feeds.isRunning()).isTrue();
              Files.move(aside, directory);
            });
  }

  @Test
  void nothingIsWatchedUnlessThatIsWanted() {
    runner
        .withPropertyValues("multiprocess-store.path=" + directory)
        .run(context -> assertThat(context).doesNotHaveBean(StoreFeeds.class));
    runner
        .withPropertyValues("multiprocess-store.changes.enabled=true")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StoreFeeds.class));
  }

  @Test
  void feedsBackOff() {
    StoreFeeds own = new StoreFeeds(List.of(), new StoreEvents(event -> {}));
    withEvents()
        .withBean(StoreFeeds.class, () -> own)
        .run(context -> assertThat(context.getBean(StoreFeeds.class)).isSameAs(own));
  }

  @Test
  void anIntervalThatIsTooShortStopsTheStart() {
    withEvents()
        .withPropertyValues("multiprocess-store.changes.interval=0s")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage("Changes interval of PT0S is too short; expected for example 10s"));
  }

  @Test
  void templatesTellChangesToo() {
    runner
        .withPropertyValues("multiprocess-store.path=" + directory)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              String start = template.changes().position();
              Queue<Change> heard = new ConcurrentLinkedQueue<>();
              try (ChangeFeed live = template.watch(heard::add)) {
                template.store().create("page", visits(1));
                await().until(() -> heard.size() == 1);
                assertThat(live.isOpen()).isTrue();
              }
              ChangeBatch batch = template.changes(start);
              assertThat(batch.changes()).containsExactlyElementsOf(heard);
              try (ChangeFeed again = template.watch(start, heard::add)) {
                await().until(() -> heard.size() == 2);
                assertThat(again.isOpen()).isTrue();
              }
            });
  }

  private static Revision last(Ears ears) {
    return List.copyOf(ears.heard).get(ears.heard.size() - 1).revision().orElseThrow();
  }

  private static ObjectNode visits(int number) {
    return JsonNodeFactory.instance.objectNode().put("visits", number);
  }
}
