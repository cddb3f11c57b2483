package io.multiprocess.store.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.histories.Write.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What is read from logs and stores is what was written there. */
class HistoriesTests {

  private static final Revision REVISION = HandMadeHistory.revision(3, 'c');

  @TempDir Path directory;

  @Test
  void logTellsWritesAndReads() {
    try (HistoryLog log = new HistoryLog(directory, "jvm-0.0.1")) {
      String write = log.begin(WriteKind.UPDATE, "kept-0-0", List.of(REVISION));
      log.acknowledged(REVISION.toString(), "-");
      assertThat(write).isEqualTo("jvm-0.0.1.1");
      log.begin(WriteKind.CREATE, "kept-0-0", List.of());
      log.refused("ObjectExistsException");
      log.read(ReadKind.WINNER, 7, "kept-0-0", REVISION + "=" + write);
      log.read(ReadKind.ABSENT, 8, "kept-0-0", "-");
      log.error("Trouble", new IllegalStateException("great"));
    }

    Histories histories = Histories.read(directory);

    ObjectHistory object = histories.of("kept-0-0");
    assertThat(object.writes())
        .extracting(Write::name, Write::outcome, Write::revision, Write::bases)
        .containsExactly(
            tuple("jvm-0.0.1.1", Outcome.ACKNOWLEDGED, Optional.of(REVISION), List.of(REVISION)),
            tuple("jvm-0.0.1.2", Outcome.REFUSED, Optional.empty(), List.of()));
    assertThat(object.reads())
        .extracting(Read::seen)
        .containsExactly(List.of(new Read.Seen(REVISION, "jvm-0.0.1.1")), List.of());
    assertThat(histories.errors()).singleElement().asString().contains("great");
    assertThat(HistoryChecker.violations(histories)).anyMatch(text -> text.contains("great"));
  }

  @Test
  void writeOfAKilledProcessMayHaveHappenedUntilItsNextLife() throws IOException {
    try (HistoryLog log = new HistoryLog(directory, "jvm-0.4.0")) {
      log.begin(WriteKind.DELETE, "kept-0-0", List.of());
    }
    Files.writeString(directory.resolve("jvm-0.4.0.log"), "ack\t1\t99", StandardOpenOption.APPEND);
    Files.writeString(directory.resolve("jvm-0.5.0.log"), "start\t77\n");
    Files.writeString(directory.resolve("jvm-0.5.main.log"), "start\t66\n");

    assertThat(Histories.read(directory).of("kept-0-0").writes())
        .singleElement()
        .satisfies(
            write -> {
              assertThat(write.outcome()).isEqualTo(Outcome.UNKNOWN);
              assertThat(write.end()).isEqualTo(66);
            });
  }

  @Test
  void storeTellsBodiesAndDeaths() throws IOException {
    Path root = directory.resolve("store");
    TombstoneWatch watch = new TombstoneWatch(root);
    Histories histories = new Histories();
    long before = HistoryLog.now();
    Revision base;
    Revision edit;
    try (FileObjectStore store = FileObjectStore.open(root)) {
      Versioned<ObjectNode> created =
          store.create("kept-0-0", Payload.document("kept-0-0", "w1", 3));
      watch.lookAtAll();
      watch.look(List.of("kept-0-0"));
      base = created.revision();
      edit = store.update(created.withValue(Payload.document("kept-0-0", "w2", 3))).revision();
      store.compact("kept-0-0", Retention.last(1));
      watch.lookAtAll();
    }

    watch.addTo(histories);
    Remains.addTo(histories, root);

    ObjectHistory object = histories.of("kept-0-0");
    assertThat(object.bodies().values())
        .containsExactly(
            new Body(base, true, true, "w1", List.of()),
            new Body(edit, false, true, "w2", List.of(base)));
    Naming naming = object.naming(base).orElseThrow();
    assertThat(naming.kinds()).containsExactly("compact");
    assertThat(naming.notBefore()).isBetween(before, naming.by());
    assertThat(naming.by()).isLessThan(HistoryLog.now());
    assertThat(watch.damage()).isEmpty();
  }

  @Test
  void changedBytesAreDamage() throws IOException {
    Path root = directory.resolve("store");
    Revision revision;
    try (FileObjectStore store = FileObjectStore.open(root)) {
      revision = store.create("kept-0-0", Payload.document("kept-0-0", "w1", 3)).revision();
    }
    Files.writeString(
        root.resolve("kept-0-0").resolve(revision.toString()), "\n", StandardOpenOption.APPEND);
    Histories histories = new Histories();

    Remains.addTo(histories, root);

    assertThat(histories.of("kept-0-0").bodies().get(revision))
        .isEqualTo(new Body(revision, false, false, "w1", List.of()));
  }

  @Test
  void documentProvesItsWriteAndNoOther() {
    ObjectNode document = Payload.document("kept-0-0", "w1", 2);
    assertThat(Payload.write("kept-0-0", document)).contains("w1");
    assertThat(Payload.write("kept-0-1", document)).isEmpty();
    assertThat(Payload.write("kept-0-0", document.deepCopy().put("write", "w2"))).isEmpty();
    assertThat(Payload.write("kept-0-0", document.deepCopy().put("fill", "w1"))).isEmpty();
  }
}
