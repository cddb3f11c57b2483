package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.ArchiveSize;
import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OutputCaptureExtension.class)
class StoreMonitorTests {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;

  private final List<Object> events = new ArrayList<>();

  private CountingStore store;
  private StoreTemplate template;
  private StoreMonitor monitor;

  @BeforeEach
  void open() {
    store = new CountingStore(FileObjectStore.open(directory));
    template = new StoreTemplateFactory(List.of()).of("users", store);
    monitor = new StoreMonitor(template, () -> NOW, new StoreEvents(events::add));
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void knowsNothingBeforeTheFirstRefresh() {
    assertThat(monitor.snapshot())
        .isEqualTo(
            new StoreSnapshot(
                new StoreCounts(0, 0, 0, 0), List.of(), null, null, Duration.ZERO, null));
    assertThat(monitor.archive()).isEqualTo(ArchiveSize.EMPTY);
    assertThat(monitor.refreshAge()).isZero();
    assertThat(store.calls()).isZero();
  }

  @Test
  void countsWhatIsThere() {
    store.create("alice", JsonNodeFactory.instance.objectNode());

    monitor.refresh();

    assertThat(monitor.snapshot())
        .isEqualTo(
            new StoreSnapshot(
                new StoreCounts(1, 1, 0, 0), List.of(), null, NOW, Duration.ZERO, null));
  }

  @Test
  void saysHowLongARefreshTook() {
    AtomicInteger seconds = new AtomicInteger();
    StoreMonitor slow =
        new StoreMonitor(
            template,
            () -> NOW.plusSeconds(seconds.getAndIncrement()),
            new StoreEvents(events::add));

    slow.refresh();

    assertThat(slow.snapshot().took()).isEqualTo(Duration.ofSeconds(1));
    assertThat(slow.snapshot().refreshedAt()).isEqualTo(NOW.plusSeconds(2));
    assertThat(slow.refreshAge()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void keepsTheLastCountsWhileTheStoreCannotBeUsed() {
    store.create("alice", JsonNodeFactory.instance.objectNode());
    monitor.refresh();
    store.refuse("disk is gone");

    monitor.refresh();

    assertThat(monitor.snapshot().counts()).isEqualTo(new StoreCounts(1, 1, 0, 0));
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
  void looksAtTheDiskAndTheArchiveOfAStoreOfFiles() {
    try (StoreTemplate files = new StoreTemplateFactory(List.of()).open("files", directory)) {
      StoreMonitor ofFiles = new StoreMonitor(files, () -> NOW, new StoreEvents(events::add));
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      files.store().update(files.store().create("alice", document));
      files.store().delete("alice");

      ofFiles.refresh();
      assertThat(ofFiles.snapshot().usableBytes()).isPositive();
      assertThat(ofFiles.archive()).isEqualTo(ArchiveSize.EMPTY);

      ofFiles.measureArchive();
      assertThat(ofFiles.archive().files()).isEqualTo(2);
      assertThat(ofFiles.archive().bytes()).isPositive();
    }
  }

  @Test
  void keepsTheLastSizeOfAnArchiveThatCannotBeMeasured(CapturedOutput output) {
    StoreTemplate files = new StoreTemplateFactory(List.of()).open("files", directory);
    StoreMonitor ofFiles = new StoreMonitor(files, () -> NOW, new StoreEvents(events::add));
    files.store().create("alice", JsonNodeFactory.instance.objectNode());
    files.store().delete("alice");
    ofFiles.measureArchive();
    files.close();

    ofFiles.measureArchive();
    ofFiles.measureArchive();

    assertThat(ofFiles.archive().files()).isEqualTo(1);
    assertThat(
            StringUtils.countOccurrencesOf(
                output.getOut(), "Archive of store 'files' cannot be measured: "))
        .isEqualTo(1);
  }

  @Test
  void knowsTheOpenConflictsFromTheOldestOn() throws Exception {
    for (String id : List.of("alice", "bob", "carol")) {
      conflict(store, id);
      Instant written = NOW.minusSeconds(id.equals("bob") ? 60 : 30);
      for (Versioned<ObjectNode> revision : store.revisions(id)) {
        Files.setLastModifiedTime(
            directory.resolve(id).resolve(revision.revision().toString()), FileTime.from(written));
      }
    }

    monitor.refresh();

    assertThat(monitor.snapshot().conflicts())
        .extracting(Conflict::id)
        .containsExactly("bob", "alice", "carol");
    assertThat(monitor.age(monitor.snapshot().conflicts().get(0)))
        .isEqualTo(Duration.ofSeconds(60));
    store.refuse("disk is gone");
    monitor.refresh();
    assertThat(monitor.snapshot().conflicts()).hasSize(3);
  }

  @Test
  void noticesADirectoryThatIsGone(@TempDir Path parent) throws Exception {
    Path gone = parent.resolve("gone");
    try (StoreTemplate files = new StoreTemplateFactory(List.of()).open("files", gone)) {
      StoreMonitor ofFiles =
          new StoreMonitor(files, InstantSource.system(), new StoreEvents(events::add));
      ofFiles.refresh();
      assertThat(ofFiles.snapshot().problem()).isNull();
      FileSystemUtils.deleteRecursively(gone);
      Files.writeString(gone, "in the way");

      ofFiles.refresh();

      assertThat(ofFiles.snapshot().problem()).isInstanceOf(StoreAccessException.class);
    }
  }

  @Test
  void tellsEachConflictOnceWhoeverMadeIt() {
    try (ObjectStore other = FileObjectStore.open(directory)) {
      conflict(other, "alice");

      monitor.refresh();
      monitor.refresh();
      conflict(other, "bob");
      monitor.refresh();
    }

    assertThat(events)
        .extracting(event -> ((ConflictDetected) event).store())
        .containsExactly("users", "users");
    assertThat(events)
        .extracting(event -> ((ConflictDetected) event).conflict().id())
        .containsExactly("alice", "bob");
  }

  @Test
  void tellsAConflictAgainWhenARivalJoinsIt() {
    Versioned<ObjectNode> base = conflict(store, "alice");
    monitor.refresh();
    edit(store, base, 3);

    monitor.refresh();

    assertThat(events)
        .extracting(event -> ((ConflictDetected) event).conflict().rivals().size())
        .containsExactly(2, 3);
  }

  @Test
  void tellsAConflictAgainThatWasGoneMeanwhile(@TempDir Path aside) throws Exception {
    conflict(store, "alice");
    monitor.refresh();
    Files.move(directory.resolve("alice"), aside.resolve("alice"));
    monitor.refresh();
    assertThat(monitor.snapshot().oldestConflict()).isNull();
    Files.move(aside.resolve("alice"), directory.resolve("alice"));

    monitor.refresh();

    assertThat(events).hasSize(2);
  }

  @Test
  void readsConflictsOnlyWhenThereAreAny() {
    store.create("alice", JsonNodeFactory.instance.objectNode());
    int before = store.calls();
    monitor.refresh();
    assertThat(store.calls()).isEqualTo(before + 1);

    conflict(store, "bob");
    int after = store.calls();
    monitor.refresh();

    assertThat(store.calls()).isEqualTo(after + 2);
  }

  @Test
  void knowsSinceWhenTheOldestConflictIsOpen() {
    conflict(store, "alice");
    conflict(store, "bob");
    assertThat(monitor.oldestConflictAge()).isZero();

    monitor.refresh();

    try (Stream<Conflict> conflicts = store.conflicts()) {
      Instant oldest = conflicts.map(Conflict::since).min(Instant::compareTo).orElseThrow();
      assertThat(monitor.snapshot().oldestConflict()).isEqualTo(oldest);
      StoreMonitor later =
          new StoreMonitor(template, () -> oldest.plusSeconds(90), new StoreEvents(events::add));
      later.refresh();
      assertThat(later.oldestConflictAge()).isEqualTo(Duration.ofSeconds(90));
      StoreMonitor behind =
          new StoreMonitor(template, () -> oldest.minusSeconds(90), new StoreEvents(events::add));
      behind.refresh();
      assertThat(behind.oldestConflictAge()).isZero();
    }
  }

  @Test
  void aListenerThatFailsIsNoProblemOfTheStore(CapturedOutput output) {
    StoreEvents failing =
        new StoreEvents(
            event -> {
              throw new IllegalStateException("no mail server");
            });
    conflict(store, "alice");
    StoreMonitor heard = new StoreMonitor(template, () -> NOW, failing);

    heard.refresh();

    assertThat(heard.snapshot().problem()).isNull();
    assertThat(output.getOut()).contains("was not heard by all its listeners: no mail server");
  }

  /** Two edits of one state, which is returned. */
  private static Versioned<ObjectNode> conflict(ObjectStore store, String id) {
    Versioned<ObjectNode> base = store.create(id, JsonNodeFactory.instance.objectNode());
    edit(store, base, 1);
    edit(store, base, 2);
    return base;
  }

  private static void edit(ObjectStore store, Versioned<ObjectNode> base, int number) {
    store.update(base.withValue(base.value().deepCopy().put("edit", number)));
  }
}
