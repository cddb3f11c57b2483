package io.multiprocess.store.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;
import tools.jackson.databind.node.JsonNodeFactory;

@ExtendWith(OutputCaptureExtension.class)
class StoreMonitorTests {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;

  private CountingStore store;
  private StoreTemplate template;
  private StoreMonitor monitor;

  @BeforeEach
  void open() {
    store = new CountingStore(FileObjectStore.open(directory));
    template = new StoreTemplateFactory(List.of()).of("users", store);
    monitor = new StoreMonitor(template, () -> NOW);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void knowsNothingBeforeTheFirstRefresh() {
    assertThat(monitor.snapshot())
        .isEqualTo(new StoreSnapshot(new StoreCounts(0, 0, 0), null, Duration.ZERO, null));
    assertThat(store.calls()).isZero();
  }

  @Test
  void countsWhatIsThere() {
    store.create("alice", JsonNodeFactory.instance.objectNode());

    monitor.refresh();

    assertThat(monitor.snapshot())
        .isEqualTo(new StoreSnapshot(new StoreCounts(1, 0, 0), NOW, Duration.ZERO, null));
  }

  @Test
  void saysHowLongARefreshTook() {
    AtomicInteger seconds = new AtomicInteger();
    StoreMonitor slow =
        new StoreMonitor(template, () -> NOW.plusSeconds(seconds.getAndIncrement()));

    slow.refresh();

    assertThat(slow.snapshot().took()).isEqualTo(Duration.ofSeconds(1));
    assertThat(slow.snapshot().refreshedAt()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void keepsTheLastCountsWhileTheStoreCannotBeUsed() {
    store.create("alice", JsonNodeFactory.instance.objectNode());
    monitor.refresh();
    store.refuse("disk is gone");

    monitor.refresh();

    assertThat(monitor.snapshot().counts()).isEqualTo(new StoreCounts(1, 0, 0));
    assertThat(monitor.snapshot().problem()).hasMessage("disk is gone");
  }

  @Test
  void logsAProblemWhenItBeginsAndWhenItEnds(CapturedOutput output) {
    store.refuse("disk is gone");
    monitor.refresh();
    monitor.refresh();
    store.comply();
    monitor.refresh();
    monitor.refresh();

    assertThat(
            StringUtils.countOccurrencesOf(
                output.getOut(), "Store 'users' cannot be used: disk is gone"))
        .isEqualTo(1);
    assertThat(StringUtils.countOccurrencesOf(output.getOut(), "Store 'users' can be used again"))
        .isEqualTo(1);
    assertThat(monitor.snapshot().problem()).isNull();
  }

  @Test
  void noticesADirectoryThatIsGone(@TempDir Path parent) throws Exception {
    Path gone = parent.resolve("gone");
    try (StoreTemplate files = new StoreTemplateFactory(List.of()).open("files", gone)) {
      StoreMonitor ofFiles = new StoreMonitor(files, InstantSource.system());
      ofFiles.refresh();
      assertThat(ofFiles.snapshot().problem()).isNull();
      FileSystemUtils.deleteRecursively(gone);
      Files.writeString(gone, "in the way");

      ofFiles.refresh();

      assertThat(ofFiles.snapshot().problem()).isInstanceOf(StoreAccessException.class);
    }
  }
}
