package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.HistoryEntry.State;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What is known of the past of an object, and how it comes back. */
class HistoryTests {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir Path temp;

  private StoreDirectory directory;
  private FileObjectStore store;

  @BeforeEach
  void open() {
    directory = new StoreDirectory(temp);
    store = directory.open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void historyTellsOfEveryRevisionWhatBecameOfIt() throws Exception {
    List<Versioned<ObjectNode>> line = line(3);
    store.compact("bob", Retention.last(2));
    Versioned<ObjectNode> winner = line.get(2);
    Versioned<ObjectNode> rival = store.update(line.get(1).withValue(document("n", 9)));
    Versioned<ObjectNode> settled =
        store.settle("bob", document("n", 3), List.of(winner.revision(), rival.revision()));

    List<HistoryEntry<ObjectNode>> history = store.history("bob");

    assertThat(history)
        .extracting(HistoryEntry::revision)
        .isSortedAccordingTo((a, b) -> b.compareTo(a))
        .hasSize(5);
    assertThat(entry(history, settled.revision()).bases().orElseThrow())
        .containsExactlyInAnyOrder(winner.revision(), rival.revision());
    HistoryEntry<ObjectNode> first = entry(history, line.get(0).revision());
    assertThat(first.state()).isEqualTo(State.COMPACTED);
    assertThat(first.bases()).contains(List.of());
    assertThat(first.value()).contains(line.get(0).value());
    assertThat(first.writtenAt()).contains(NOON);
    assertThat(first.diedAt()).isPresent();
    HistoryEntry<ObjectNode> second = entry(history, line.get(1).revision());
    assertThat(second.isLive()).isTrue();
    assertThat(second.diedAt()).isEmpty();
    assertThat(history)
        .filteredOn(entry -> entry.state() == State.SETTLED)
        .singleElement()
        .satisfies(entry -> assertThat(entry.evidence()).contains(settled.revision()));
  }

  @Test
  void historyOfADeletedObjectStays() {
    List<Versioned<ObjectNode>> line = line(2);
    store.delete("bob");

    assertThat(store.history("bob"))
        .extracting(HistoryEntry::state)
        .containsExactly(State.DELETED, State.DELETED);
    assertThat(store.history("bob"))
        .extracting(entry -> entry.value().orElseThrow())
        .containsExactly(line.get(1).value(), line.get(0).value());
    assertThat(store.history("nobody")).isEmpty();
  }

  @Test
  void objectIsReadAsItWasAtAMoment() throws Exception {
    List<Versioned<ObjectNode>> line = line(3);
    store.compact("bob", Retention.last(1));

    assertThat(store.asOf("bob", NOON.minusSeconds(1))).isEmpty();
    assertThat(store.asOf("bob", NOON)).contains(line.get(0));
    assertThat(store.asOf("bob", NOON.plusSeconds(90))).contains(line.get(1));
    assertThat(store.asOf("bob", Instant.now())).contains(line.get(2));

    store.delete("bob");
    Path tombstones = temp.resolve(".tombstones/bob");
    for (String tombstone : directory.names(".tombstones/bob")) {
      Files.setLastModifiedTime(
          tombstones.resolve(tombstone), FileTime.from(NOON.plusSeconds(600)));
    }
    assertThat(store.asOf("bob", NOON.plusSeconds(500))).contains(line.get(2));
    assertThat(store.asOf("bob", NOON.plusSeconds(700))).isEmpty();
  }

  @Test
  void differenceIsAJsonPatch() {
    List<Versioned<ObjectNode>> line = line(2);
    store.delete("bob");

    assertThat(store.diff("bob", line.get(0).revision(), line.get(1).revision()))
        .hasToString("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":1}]");
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(
            () ->
                store.diff(
                    "bob", line.get(0).revision(), new Revision(7, StoreDirectory.NPM_TOKEN)));
  }

  @Test
  void earlierRevisionIsMadeTheNextOne() {
    List<Versioned<ObjectNode>> line = line(3);
    store.compact("bob", Retention.last(1));

    Versioned<ObjectNode> reverted = store.revert("bob", line.get(0).revision());

    assertThat(reverted.value()).isEqualTo(line.get(0).value());
    assertThat(reverted.revision().generation()).isEqualTo(3);
    assertThat(store.get("bob")).isEqualTo(reverted);
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void deletedObjectComesBackAsItWas() {
    List<Versioned<ObjectNode>> line = line(2);
    store.delete("bob");

    Versioned<ObjectNode> back = store.undelete("bob");

    assertThat(back.value()).isEqualTo(line.get(1).value());
    assertThat(back.revision().generation()).isEqualTo(3);
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(entry(store.history("bob"), back.revision()).bases())
        .contains(List.of(line.get(1).revision()));
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.undelete("nobody"));
  }

  @Test
  void oneRevisionOfADeletedObjectComesBackAboveTheDeletion() {
    List<Versioned<ObjectNode>> line = line(2);
    store.delete("bob");

    Versioned<ObjectNode> back = store.restore("bob", line.get(0).revision());

    assertThat(store.get("bob")).isEqualTo(back);
    assertThat(back.value()).isEqualTo(line.get(0).value());
    Versioned<ObjectNode> beside = store.restore("bob", line.get(1).revision());
    assertThat(store.get("bob")).as("leads as before").isEqualTo(back);
    assertThat(store.conflict("bob").orElseThrow().revisions())
        .containsExactly(back.revision(), beside.revision());
  }

  @Test
  void liveOrUnknownRevisionIsNotRestored() {
    List<Versioned<ObjectNode>> line = line(2);

    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> store.restore("bob", line.get(0).revision()));
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.restore("bob", new Revision(7, StoreDirectory.NPM_TOKEN)));
  }

  @Test
  void archiveIsPurgedOfWhatHasBeenDeadForLongEnough() throws Exception {
    List<Versioned<ObjectNode>> line = line(3);
    long bytes =
        Files.size(directory.file("bob", line.get(0).revision()))
            + Files.size(directory.file("bob", line.get(1).revision()));
    store.compact("bob", Retention.last(1));

    assertThat(store.purgeArchive(Duration.ofDays(1), false)).isEqualTo(CompactionReport.NOTHING);
    assertThat(store.purgeArchive(Duration.ZERO, true))
        .isEqualTo(new CompactionReport(1, 2, bytes));
    assertThat(directory.names(".local/archive/bob")).hasSize(2);

    assertThat(store.purgeArchive(Duration.ZERO, false))
        .isEqualTo(new CompactionReport(1, 2, bytes));
    assertThat(directory.names(".local/archive")).isEmpty();
    assertThat(entry(store.history("bob"), line.get(0).revision()).value()).isEmpty();
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.restore("bob", line.get(0).revision()));
  }

  @Test
  void archiveIsMeasuredByItsFiles() throws Exception {
    assertThat(store.archiveSize()).isEqualTo(ArchiveSize.EMPTY);
    List<Versioned<ObjectNode>> line = line(3);
    assertThat(store.archiveSize()).isEqualTo(ArchiveSize.EMPTY);
    long bytes =
        Files.size(directory.file("bob", line.get(0).revision()))
            + Files.size(directory.file("bob", line.get(1).revision()));
    Versioned<ObjectNode> alice = store.create("alice", document("n", 0));
    bytes += Files.size(directory.file("alice", alice.revision()));

    store.compact("bob", Retention.last(1));
    store.delete("alice");

    assertThat(store.archiveSize()).isEqualTo(new ArchiveSize(3, bytes));
    store.purgeArchive(Duration.ZERO, false);
    assertThat(store.archiveSize()).isEqualTo(ArchiveSize.EMPTY);
  }

  @Test
  void bodiesThatAnOpenConflictMayNeedAreNotPurged() throws Exception {
    List<Versioned<ObjectNode>> line = line(3);
    store.compact("bob", Retention.last(1));
    store.update(line.get(0).withValue(document("n", 9)));

    assertThat(store.purgeArchive(Duration.ZERO, false)).isEqualTo(CompactionReport.NOTHING);
    assertThat(store.conflict("bob").orElseThrow().base()).contains(line.get(0));
  }

  @Test
  void dryCompactionTellsWhatItWouldRetireAndRetiresNothing() throws Exception {
    List<Versioned<ObjectNode>> line = line(3);
    long bytes = Files.size(directory.file("bob", line.get(0).revision()));

    CompactionReport dry = store.compact(Retention.last(2), true);

    assertThat(dry).isEqualTo(new CompactionReport(1, 1, bytes));
    assertThat(store.revisions("bob")).hasSize(3);
    assertThat(store.compact(Retention.last(2), false)).isEqualTo(dry);
  }

  private static HistoryEntry<ObjectNode> entry(
      List<HistoryEntry<ObjectNode>> history, Revision revision) {
    return history.stream()
        .filter(entry -> entry.revision().equals(revision))
        .findFirst()
        .orElseThrow();
  }

  /** Revisions that follow one another a minute apart. */
  private List<Versioned<ObjectNode>> line(int length) {
    List<Versioned<ObjectNode>> line = new ArrayList<>();
    line.add(store.create("bob", document("n", 0)));
    for (int i = 1; i < length; i++) {
      line.add(store.update(line.get(i - 1).withValue(document("n", i))));
    }
    for (int i = 0; i < length; i++) {
      StoreDirectory.setAge(
          directory.file("bob", line.get(i).revision()), FileTime.from(NOON.plusSeconds(60L * i)));
    }
    return line;
  }
}
