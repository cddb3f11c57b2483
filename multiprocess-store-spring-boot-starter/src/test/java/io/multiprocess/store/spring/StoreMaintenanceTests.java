package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
class StoreMaintenanceTests {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Maintenance NOTHING =
      new Maintenance(false, Optional.empty(), Optional.empty(), false, INTERVAL);
  private static final Maintenance EVERYTHING =
      new Maintenance(
          true, Optional.of(Retention.last(2)), Optional.of(Duration.ZERO), false, INTERVAL);

  @TempDir Path temporary;

  private Path directory;
  private StoreTemplate template;

  @BeforeEach
  void open() {
    directory = temporary.resolve("store");
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.NONE);
    template = new StoreTemplateFactory(List.of()).open("users", directory, options);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void settlesWhatIsCapturedAndLeavesWhatIsNot() {
    capturedConflict("alice");
    Versioned<ObjectNode> base = create("bob");
    edit(base, 1);
    edit(base, 2);

    run(new Maintenance(true, Optional.empty(), Optional.empty(), false, INTERVAL));

    assertThat(template.hasConflicts("alice")).isFalse();
    assertThat(template.hasConflicts("bob")).isTrue();
  }

  @Test
  void compactsByTheRetentionAndKeepsTheArchive() {
    edits("alice", 5);

    run(new Maintenance(false, Optional.of(Retention.last(2)), Optional.empty(), false, INTERVAL));

    assertThat(template.revisions(ObjectNode.class, "alice")).hasSize(2);
    assertThat(bodies("alice")).hasSize(6);
  }

  @Test
  void purgesTheArchiveByTheAge() {
    edits("alice", 5);
    template.delete("alice");

    run(new Maintenance(false, Optional.empty(), Optional.of(Duration.ofDays(1)), false, INTERVAL));
    assertThat(bodies("alice")).hasSize(6);
    run(new Maintenance(false, Optional.empty(), Optional.of(Duration.ZERO), false, INTERVAL));

    assertThat(bodies("alice")).isEmpty();
  }

  @Test
  void removesTombstonesPastTheHorizonIfItIsTold(CapturedOutput output) throws IOException {
    edits("alice", 2);
    template.delete("alice");
    Path tombstones = directory.resolve(".tombstones").resolve("alice");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tombstones)) {
      for (Path file : files) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(458))));
      }
    }

    run(new Maintenance(true, Optional.empty(), Optional.empty(), false, INTERVAL));
    assertThat(tombstones).isNotEmptyDirectory();
    run(new Maintenance(false, Optional.empty(), Optional.empty(), true, INTERVAL));

    assertThat(tombstones).doesNotExist();
    assertThat(output.getOut()).contains("removed 1 tombstones past the horizon");
  }

  @Test
  void saysInOneLineWhatWasDoneAndNothingOtherwise(CapturedOutput output) {
    capturedConflict("alice");
    edits("bob", 5);
    MaintainedStore store = new MaintainedStore(template, EVERYTHING);

    store.run();
    store.run();

    assertThat(output.getOut().lines().filter(line -> line.contains("Maintenance of store")))
        .singleElement()
        .asString()
        .contains("Maintenance of store 'users' settled 1 captured rivals, retired ")
        .contains(" objects (")
        .endsWith(" from the archive");
  }

  @Test
  void warnsOnceWhenRunsFailAndTellsWhenTheyWorkAgain(CapturedOutput output) throws IOException {
    MaintainedStore store = new MaintainedStore(template, EVERYTHING);
    Path aside = temporary.resolve("aside");
    Files.move(directory, aside);
    Files.writeString(directory, "in the way");

    store.run();
    store.run();
    Files.delete(directory);
    Files.move(aside, directory);
    store.run();
    store.run();

    assertThat(
            StringUtils.countOccurrencesOf(
                output.getOut(), "Maintenance of store 'users' failed: "))
        .isEqualTo(1);
    assertThat(
            StringUtils.countOccurrencesOf(
                output.getOut(), "Maintenance of store 'users' works again"))
        .isEqualTo(1);
  }

  @Test
  void losesNothingThatAnotherStoreWritesMeanwhile() throws Exception {
    StoreMaintenance maintenance =
        new StoreMaintenance(
            Map.of(
                template,
                new Maintenance(
                    true,
                    Optional.of(Retention.last(1)),
                    Optional.of(Duration.ZERO),
                    true,
                    Duration.ofMillis(1))));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    maintenance.start();
    try (ObjectStore other = FileObjectStore.open(directory)) {
      Future<?> writing =
          thread.submit(
              () -> {
                for (int i = 0; i < 10; i++) {
                  Versioned<ObjectNode> base = other.create("o" + i, document(0));
                  other.update(base.withValue(document(1)));
                  Versioned<ObjectNode> last = other.update(base.withValue(document(2)));
                  for (int edit = 3; edit <= 6; edit++) {
                    last = other.update(last.withValue(document(edit)));
                  }
                }
              });
      writing.get();

      await()
          .untilAsserted(
              () -> assertThat(template.revisions(ObjectNode.class, "o9")).hasSizeLessThan(7));
      for (int i = 0; i < 10; i++) {
        assertThat(template.revisions(ObjectNode.class, "o" + i))
            .extracting(revision -> revision.value().get("edit").intValue())
            .contains(1, 2, 6);
        assertThat(template.hasConflicts("o" + i)).isTrue();
      }
    } finally {
      maintenance.stop();
      thread.shutdownNow();
    }
  }

  @Test
  void canBeStoppedAndStartedAgain() {
    StoreMaintenance maintenance = new StoreMaintenance(Map.of(template, EVERYTHING));

    maintenance.start();
    assertThat(maintenance.isRunning()).isTrue();
    capturedConflict("alice");
    await().until(() -> !template.hasConflicts("alice"));
    maintenance.stop();
    assertThat(maintenance.isRunning()).isFalse();
    capturedConflict("bob");
    await().during(INTERVAL.multipliedBy(4)).until(() -> template.hasConflicts("bob"));
    maintenance.start();
    await().until(() -> !template.hasConflicts("bob"));
    maintenance.stop();
  }

  @Test
  void aStoreWithNothingToDoIsLeftAlone() throws IOException {
    capturedConflict("alice");
    StoreMaintenance maintenance = new StoreMaintenance(Map.of(template, NOTHING));

    maintenance.start();
    FileSystemUtils.deleteRecursively(directory.resolve(".local"));

    await()
        .during(INTERVAL.multipliedBy(4))
        .until(() -> !Files.exists(directory.resolve(".local")));
    maintenance.stop();
  }

  private void run(Maintenance maintenance) {
    new MaintainedStore(template, maintenance).run();
  }

  /** Two equal edits of one state, and one more above them. */
  private void capturedConflict(String id) {
    Versioned<ObjectNode> base = create(id);
    edit(base, 1);
    Versioned<ObjectNode> same = edit(base, 1);
    template.store().update(same.withValue(same.value().put("more", true)));
  }

  private void edits(String id, int count) {
    Versioned<ObjectNode> last = create(id);
    for (int i = 1; i <= count; i++) {
      last = edit(last, i);
    }
  }

  private Versioned<ObjectNode> create(String id) {
    return template.store().create(id, document(0));
  }

  private Versioned<ObjectNode> edit(Versioned<ObjectNode> base, int number) {
    return template.store().update(base.withValue(document(number)));
  }

  private Stream<ObjectNode> bodies(String id) {
    return template.history(ObjectNode.class, id).stream()
        .map(HistoryEntry::value)
        .flatMap(Optional::stream);
  }

  private static ObjectNode document(int number) {
    return JsonNodeFactory.instance.objectNode().put("edit", number);
  }
}
