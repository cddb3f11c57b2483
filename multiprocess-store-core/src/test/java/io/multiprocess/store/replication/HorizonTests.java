package io.multiprocess.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What tombstones do for stores that were away, and for how long. */
class HorizonTests {

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path temp;

  private FileObjectStore here;
  private FileObjectStore away;
  private Versioned<ObjectNode> alice;

  @BeforeEach
  void bothHaveAliceAndOneDeletesHer() {
    here = FileObjectStore.open(temp.resolve("here"), OPTIONS);
    away = FileObjectStore.open(temp.resolve("away"), OPTIONS);
    alice = here.create("alice", document(1));
    Replicator.between(here, away).exchange();
    here.delete("alice");
  }

  @AfterEach
  void close() {
    here.close();
    away.close();
  }

  @Test
  void storeThatWasAwayForAYearLearnsOfTheDeletion() {
    age(here, MONTH.multipliedBy(12));
    assertThat(here.purgeTombstones(false)).isZero();

    Replicator.between(here, away).exchange();

    assertThat(away.exists("alice")).isFalse();
    assertThat(here.exists("alice")).isFalse();
  }

  @Test
  void storeThatWasAwayForLongerThanTheHorizonBringsBackWhatWasDeleted() {
    age(here, MONTH.multipliedBy(16));
    assertThat(here.purgeTombstones(true)).isEqualTo(1);
    assertThat(here.purgeTombstones(false)).isEqualTo(1);
    assertThat(here.directory().resolve(".tombstones/alice")).doesNotExist();

    Replicator.between(here, away).exchange();

    assertThat(here.get("alice")).isEqualTo(alice);
  }

  @Test
  void tombstoneThatWasGivenUpDoesNotComeBackFromAStoreThatStillHasIt() {
    Replicator.between(here, away).exchange();
    age(here, MONTH.multipliedBy(16));
    age(away, MONTH.multipliedBy(16));
    here.purgeTombstones(false);

    assertThat(Replicator.between(here, away).exchange().files()).isZero();
    assertThat(here.purgeTombstones(true)).isZero();
    assertThat(away.purgeTombstones(false)).isEqualTo(1);
  }

  @Test
  void tombstoneIsAsOldWhereItArrivesAsWhereItWasWritten() throws IOException {
    age(here, MONTH.multipliedBy(12));
    Replicator.between(here, away).exchange();

    Path copy = tombstones(away).get(0);
    assertThat(Files.getLastModifiedTime(copy).toInstant())
        .isBefore(Instant.now().minus(MONTH.multipliedBy(11)));
  }

  @Test
  void tombstonesOfAnObjectGoTogether() {
    here.create("alice", document(2));
    age(here, MONTH.multipliedBy(16));
    here.delete("alice");
    assertThat(here.purgeTombstones(false)).isZero();

    age(here, MONTH.multipliedBy(16));
    assertThat(here.purgeTombstones(false)).isEqualTo(2);
  }

  @Test
  void tombstonesOfAnObjectInConflictStay() {
    away.update(alice.withValue(document(2)));
    Replicator.between(here, away).exchange();
    assertThat(here.conflicts("alice")).hasSize(1);
    age(here, MONTH.multipliedBy(16));

    assertThat(here.purgeTombstones(false)).isZero();

    here.undelete("alice");
    age(here, MONTH.multipliedBy(16));
    assertThat(here.conflicts("alice")).isEmpty();
    assertThat(here.purgeTombstones(false)).isPositive();
    assertThat(here.conflicts("alice")).isEmpty();
  }

  @Test
  void tombstonesStayWhileSomethingLiesThereThatTheyName() throws IOException {
    Path dead = here.directory().resolve("alice").resolve(alice.revision().toString());
    Files.createDirectories(here.directory().resolve("alice"));
    Files.copy(away.directory().resolve("alice").resolve(dead.getFileName()), dead);
    age(here, MONTH.multipliedBy(16));

    assertThat(here.purgeTombstones(false)).isZero();
    assertThat(here.find("alice")).as("swept by a reader").isEmpty();
    assertThat(here.purgeTombstones(false)).isEqualTo(1);
  }

  private static void age(FileObjectStore store, Duration age) {
    for (Path tombstone : tombstones(store)) {
      try {
        Files.setLastModifiedTime(tombstone, FileTime.from(Instant.now().minus(age)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<Path> tombstones(FileObjectStore store) {
    try (Stream<Path> all = Files.list(store.directory().resolve(".tombstones/alice"))) {
      return all.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
