package io.multiprocess.store.test.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.TemporaryStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

/** Contexts that stop, start, and follow each other on one directory. */
class LibraryLifecycleTests {

  private static final AtomicReference<@Nullable StoreMonitors> paused = new AtomicReference<>();
  private static final AtomicReference<@Nullable Path> last = new AtomicReference<>();

  @TempDir Path directory;

  private Set<Thread> others;

  @BeforeEach
  void rememberThreads() {
    others = storeThreads();
  }

  @Test
  void contextsShareADirectoryInOneProcess() {
    try (ConfigurableApplicationContext one = start()) {
      Book emma = one.getBean(Books.class).save(new Book("emma", null, "Emma"));
      try (ConfigurableApplicationContext other = start()) {
        other.getBean(Books.class).save(new Book("emma", emma.revision(), "Emma, by Austen"));
        one.getBean(Books.class).save(new Book("emma", emma.revision(), "Emma (1815)"));
        assertThat(other.getBean(Books.class).hasConflicts("emma")).isTrue();
      }
      Books books = one.getBean(Books.class);
      assertThat(books.findById("emma")).isPresent();
      assertThat(books.save(new Book("persuasion", null, "Persuasion")).revision()).isNotNull();
      assertThat(books.count()).isEqualTo(2);
    }
    try (ConfigurableApplicationContext again = start()) {
      assertThat(again.getBean(Books.class).findAll())
          .extracting(Book::id)
          .containsExactly("emma", "persuasion");
    }
  }

  @Test
  void closedContextLeavesNoThreadAndNothingUnfinished() throws IOException {
    try (ConfigurableApplicationContext context = start()) {
      context.getBean(Books.class).save(new Book("emma", null, "Emma"));
      await().until(() -> refreshedAt(context) != null);
      assertThat(newThreads()).isNotEmpty();
    }

    awaitNoNewThreads();
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile))
          .map(file -> directory.relativize(file).toString())
          .allMatch(
              name ->
                  name.matches(
                      "books/(emma/0-[0-9a-f]{32}|\\.store\\.json|\\.local/tmp/reserve-[0-9])"
                          + "|(books|members)/\\.local/(changes/[^/]+|announcements/attention)"));
    }
  }

  @Test
  void stoppedContextDoesNothingInTheBackgroundUntilItIsStarted() {
    try (ConfigurableApplicationContext context = start()) {
      await().until(() -> refreshedAt(context) != null);

      context.stop();

      awaitNoNewThreads();
      Instant stopped = refreshedAt(context);
      context.getBean(Books.class).save(new Book("emma", null, "Emma"));
      assertThat(refreshedAt(context)).isEqualTo(stopped);

      context.start();

      await().until(() -> monitor(context).snapshot().counts().objects() == 1);
    }
  }

  @Test
  void contextsThatTestsPauseAreStartedAgain() {
    TestClasses.pass(Before.class, Between.class, After.class);
  }

  @Test
  void directoryOfAContextIsRemovedAfterItsBackgroundWork() {
    TestClasses.pass(Repeated.class);

    assertThat(last.get()).isNotNull().doesNotExist();
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(Library.class)
        .web(WebApplicationType.NONE)
        .run(
            "--multiprocess-store.path=" + directory.resolve("books"),
            "--multiprocess-store.refresh-interval=10ms",
            "--multiprocess-store.changes.enabled=true",
            "--multiprocess-store.defaults.retention.revisions=5",
            "--multiprocess-store.defaults.maintenance-interval=10ms",
            "--multiprocess-store.stores.members.path=" + directory.resolve("members"));
  }

  private static StoreMonitor monitor(ConfigurableApplicationContext context) {
    return context.getBean(StoreMonitors.class).iterator().next();
  }

  private static @Nullable Instant refreshedAt(ConfigurableApplicationContext context) {
    return monitor(context).snapshot().refreshedAt();
  }

  /** A thread ends a moment after its executor has. */
  private void awaitNoNewThreads() {
    await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
  }

  private Set<Thread> newThreads() {
    Set<Thread> threads = storeThreads();
    threads.removeAll(others);
    return threads;
  }

  private static Set<Thread> storeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multiprocess-store-"))
        .collect(Collectors.toSet());
  }

  @SpringBootTest(
      properties = {
        "multiprocess-store.stores.members.path=unused",
        "multiprocess-store.path=unused",
        "multiprocess-store.refresh-interval=1ms"
      })
  @TemporaryStores(shared = true)
  static class Before {

    @Test
    void runs(@Autowired StoreMonitors monitors) {
      assertThat(monitors.isRunning()).isTrue();
      paused.set(monitors);
    }
  }

  @SpringBootTest(
      properties = {
        "multiprocess-store.stores.members.path=unused",
        "multiprocess-store.path=unused"
      })
  @TemporaryStores
  static class Between {

    @Test
    void otherContextIsPaused(@Autowired StoreMonitors monitors) {
      StoreMonitors others = Objects.requireNonNull(paused.get());
      assertThat(monitors).isNotSameAs(others);
      assertThat(others.isRunning()).isFalse();
    }
  }

  static class After extends Before {

    @Test
    void sameContextRunsAgain(@Autowired StoreMonitors monitors, @Autowired Books books) {
      assertThat(monitors).isSameAs(paused.get());
      assertThat(monitors.isRunning()).isTrue();

      books.save(new Book("emma", null, "Emma"));

      await().until(() -> monitors.iterator().next().snapshot().counts().objects() == 1);
    }
  }

  @SpringBootTest(
      properties = {
        "multiprocess-store.stores.members.path=unused",
        "multiprocess-store.path=unused",
        "multiprocess-store.refresh-interval=1ms"
      })
  @TemporaryStores
  @DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
  static class Repeated {

    @RepeatedTest(20)
    void beginsAnew(@Autowired StoreTemplate template, @Autowired List<StoreTemplate> all) {
      Path former = last.get();
      if (former != null) {
        assertThat(former).doesNotExist();
      }
      assertThat(all).hasSize(2);
      template.create(new Book("emma", null, "Emma"));
      last.set(template.files().orElseThrow().directory().getParent());
    }
  }
}
