package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMonitorsTests {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final StoreEvents events = new StoreEvents(event -> {});

  @TempDir Path directory;

  private CountingStore store;
  private StoreTemplate template;
  private StoreMonitors monitors;

  @BeforeEach
  void open() {
    store = new CountingStore(FileObjectStore.open(directory));
    template = new StoreTemplateFactory(List.of()).of("users", store);
    monitors = new StoreMonitors(List.of(template), INTERVAL, events);
  }

  @AfterEach
  void close() {
    monitors.stop();
    template.close();
  }

  @Test
  void canBeStoppedAndStartedAgain() {
    monitors.start();
    assertThat(monitors.isRunning()).isTrue();
    await().until(() -> store.calls() > 2);

    monitors.stop();
    assertThat(monitors.isRunning()).isFalse();
    int calls = store.calls();
    await().during(INTERVAL.multipliedBy(4)).until(() -> store.calls() == calls);

    monitors.start();
    await().until(() -> store.calls() > calls);
  }

  @Test
  void refusesTwoStoresOfOneName() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new StoreMonitors(List.of(template, template), INTERVAL, events))
        .withMessage(
            "Two StoreTemplate beans are named 'users'; expected each store to have its own name");
  }
}
