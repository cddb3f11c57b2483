package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.Clash;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Rival;
import io.multiprocess.store.Versioned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of conflicts, and what settling them leaves. */
class OpenConflictTests {

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
  void rivalsAreToldWithTheirBaseTheirTimesAndTheirClashes() throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0).put("m", 0));
    Versioned<ObjectNode> one = store.update(base.withValue(document("n", 1).put("m", 5)));
    Versioned<ObjectNode> two = store.update(base.withValue(document("n", 2).put("m", 0)));
    Instant hourAgo = Instant.parse("2026-11-01T10:00:00Z");
    Files.setLastModifiedTime(directory.file("bob", one.revision()), FileTime.from(hourAgo));

    OpenConflict<ObjectNode> conflict = store.conflict("bob").orElseThrow();

    assertThat(conflict.base()).contains(base);
    assertThat(conflict.leading().revision()).isEqualTo(store.get("bob").revision());
    assertThat(conflict.rivals())
        .extracting(Rival::revision)
        .containsExactlyInAnyOrder(one.revision(), two.revision());
    assertThat(conflict.rivals())
        .filteredOn(rival -> rival.revision().equals(one.revision()))
        .extracting(Rival::writtenAt)
        .containsExactly(hourAgo);
    assertThat(conflict.merged().get("m").asInt()).as("clean change").isEqualTo(5);
    assertThat(conflict.clashes()).extracting(Clash::pointer).containsExactly("/n");
    Clash clash = conflict.clashes().get(0);
    assertThat(clash.base()).contains(IntNode.valueOf(0));
    assertThat(clash.values().get(one.revision())).contains(IntNode.valueOf(1));
    assertThat(clash.values().get(two.revision())).contains(IntNode.valueOf(2));
    assertThat(clash.ours()).contains(conflict.leading().value().get("n"));
  }

  @Test
  void nothingIsUnsettledWhereEditsFollowOneAnother() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 1)));

    assertThat(store.conflict("bob")).isEmpty();
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.conflict("nobody"));
  }

  @Test
  void staleForkUnderAMainLineIsToldWithItsLeavesAndItsBase() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> main = edits(base, 5);
    Versioned<ObjectNode> fork = store.update(base.withValue(document("n", 99)));

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.current()).isFalse();
              assertThat(conflict.leaves()).containsExactly(fork.revision());
              assertThat(conflict.base()).contains(base.revision());
            });
    assertThat(store.conflict("bob").orElseThrow().revisions())
        .containsExactly(main.revision(), fork.revision());
  }

  @Test
  void forkOfWhatWasCompactedShows() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> main = edits(base, 5);
    store.compact("bob", Retention.last(1));
    Versioned<ObjectNode> fork = store.update(base.withValue(document("n", 99)));

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.rivals()).containsExactly(fork.revision(), main.revision());
              assertThat(conflict.current()).isFalse();
            });
    assertThat(store.counts().pastConflicts()).isEqualTo(1);
    OpenConflict<ObjectNode> open = store.conflict("bob").orElseThrow();
    assertThat(open.base()).as("from the archive").contains(base);

    store.settle("bob", main.value(), open.revisions());

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.conflict("bob")).isEmpty();
    assertThat(store.find("bob", fork.revision())).isEmpty();
  }

  @Test
  void settlingTheLeavesSettlesEveryConflictBelowThem() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> left = edits(base, 2);
    Versioned<ObjectNode> right =
        store.update(store.update(base.withValue(document("n", 7))).withValue(document("n", 8)));
    assertThat(store.conflicts("bob")).hasSize(2);

    store.settle("bob", document("n", 9), List.of(left.revision(), right.revision()));

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.revisions("bob")).as("decision, leading line and base").hasSize(4);
  }

  @Test
  void baseOfAnOpenConflictIsNotCompactedHoweverFarBelowItLies() {
    Versioned<ObjectNode> base = edits(store.create("bob", document("n", 0)), 3);
    Versioned<ObjectNode> left = edits(base, 4);
    Versioned<ObjectNode> right = store.update(base.withValue(document("n", 50)));
    right = edits(right, 3);

    store.compact("bob", Retention.last(1));

    OpenConflict<ObjectNode> conflict = store.conflict("bob").orElseThrow();
    assertThat(conflict.base()).contains(base);
    assertThat(store.find("bob", base.revision())).isPresent();
    assertThat(conflict.revisions()).containsExactlyInAnyOrder(left.revision(), right.revision());
  }

  @Test
  void whatNpmMadeFromAnotherIsConcludedWhereOnlyOneIsPossible() {
    String other = "933f0fbe0c424fd390e7a5b55c35aee3";
    directory.write("bob/0-" + NPM_TOKEN, "{\"n\":0,\"m\":0}");
    directory.write("bob/1-" + NPM_TOKEN, "{\"n\":1,\"m\":0}");
    directory.write("bob/1-" + other, "{\"n\":0,\"m\":1}");

    OpenConflict<ObjectNode> conflict = store.conflict("bob").orElseThrow();

    assertThat(conflict.base().orElseThrow().revision())
        .isEqualTo(Revision.parse("0-" + NPM_TOKEN));
    assertThat(conflict.clashes()).isEmpty();
    assertThat(conflict.merged()).isEqualTo(document("n", 1).put("m", 1));
  }

  @Test
  void whatMayBeMadeFromEitherOfTwoIsNotGuessed() {
    String other = "933f0fbe0c424fd390e7a5b55c35aee3";
    directory.write("bob/0-" + NPM_TOKEN, "{\"n\":0}");
    directory.write("bob/1-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("bob/1-" + other, "{\"n\":2}");
    directory.write("bob/2-" + NPM_TOKEN, "{\"n\":3}");

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.leaves()).hasSize(2));
    OpenConflict<ObjectNode> open = store.conflict("bob").orElseThrow();
    assertThat(open.rivals()).hasSize(3);
    assertThat(open.base()).isEmpty();
    assertThat(open.clashes()).extracting(Clash::pointer).containsExactly("/n");
  }

  @Test
  void editThatADeletionHadNotSeenIsInConflictWithIt() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> unseen = deleteUnder(base);

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETION);
              assertThat(conflict.rivals()).containsExactly(unseen.revision());
              assertThat(conflict.deleted()).containsExactly(base.revision());
              assertThat(conflict.current()).isTrue();
              assertThat(conflict.base()).contains(base.revision());
            });
    assertThat(store.counts().currentConflicts()).isEqualTo(1);
    OpenConflict<ObjectNode> open = store.conflict("bob").orElseThrow();
    assertThat(open.deleted()).containsExactly(base.revision());
    assertThat(open.base()).contains(base);
  }

  @Test
  void deletionIsSettledByADecisionToKeepTheObject() {
    Versioned<ObjectNode> unseen = deleteUnder(store.create("bob", document("n", 0)));

    Versioned<ObjectNode> kept = store.settle("bob", document("n", 2), List.of(unseen.revision()));

    assertThat(store.get("bob")).isEqualTo(kept);
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.conflict("bob")).isEmpty();
  }

  @Test
  void decisionThatComesAfterAnotherOneIsAnEditOfItsRival() {
    Versioned<ObjectNode> unseen = deleteUnder(store.create("bob", document("n", 0)));
    store.undelete("bob");

    Versioned<ObjectNode> late = store.settle("bob", document("n", 2), List.of(unseen.revision()));

    assertThat(store.get("bob")).isEqualTo(late);
    assertThat(store.find("bob", unseen.revision())).isPresent();
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void deletionIsSettledByDeletingAgain() {
    deleteUnder(store.create("bob", document("n", 0)));

    assertThat(store.delete("bob")).isTrue();

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.exists("bob")).isFalse();
  }

  @Test
  void undeleteSettlesADeletionInFavourOfWhatSurvivedIt() {
    Versioned<ObjectNode> unseen = deleteUnder(store.create("bob", document("n", 0)));

    assertThat(store.undelete("bob")).isEqualTo(unseen);

    assertThat(store.conflicts("bob")).isEmpty();
    assertThatExceptionOfType(ObjectExistsException.class).isThrownBy(() -> store.undelete("bob"));
  }

  @Test
  void conflictWithADeletionStaysWhileTheObjectIsEditedAndCompacted() {
    Versioned<ObjectNode> unseen = deleteUnder(store.create("bob", document("n", 0)));
    Versioned<ObjectNode> winner = edits(unseen, 4);
    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETION));

    store.compact("bob", Retention.last(1));
    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETION));
    store.settle("bob", winner.value(), List.of(winner.revision()));
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void objectThatIsMadeAnewIsInNoConflictWithItsDeletion() {
    Versioned<ObjectNode> bob = edits(store.create("bob", document("n", 0)), 3);
    store.compact("bob", Retention.last(1));
    assertThat(store.delete(bob.id())).isTrue();

    edits(store.create("bob", document("n", 9)), 2);
    assertThat(store.conflicts("bob")).isEmpty();
    store.compact("bob", Retention.last(1));
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.conflict("bob")).isEmpty();
  }

  @Test
  void objectThatNpmMakesAnewIsInNoConflictWithItsDeletion() {
    edits(store.create("bob", document("n", 0)), 3);
    store.delete("bob");

    directory.write("bob/0-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("bob/1-" + NPM_TOKEN, "{\"n\":2}");

    assertThat(store.get("bob").value().get("n").asInt()).isEqualTo(2);
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void oneRivalIsNoSettlementWithoutADeletion() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.settle("bob", document("n", 1), List.of(base.revision())))
        .withMessage(
            "Settlement of 'bob' is between [%s]; expected two or more rivals", base.revision());
  }

  @Test
  void conflictIsAsOldAsTheSecondOfItsRivals() throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Revision one = store.update(base.withValue(document("n", 1))).revision();
    Revision two = store.update(base.withValue(document("n", 2))).revision();
    Instant first = Instant.parse("2026-11-01T10:00:00Z");
    Instant second = first.plusSeconds(60);
    Files.setLastModifiedTime(directory.file("bob", one), FileTime.from(first));
    Files.setLastModifiedTime(directory.file("bob", two), FileTime.from(second));

    assertThat(store.conflicts("bob").get(0).since()).isEqualTo(second);
  }

  @Test
  void compactionThatArrivesBeforeWhatItWasMadeForBuriesNothing(@TempDir Path elsewhere)
      throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> rival = store.update(base.withValue(document("n", 7)));
    StoreDirectory other = new StoreDirectory(elsewhere);
    for (Revision revision : List.of(base.revision(), rival.revision())) {
      other.write("bob/" + revision, Files.readString(directory.file("bob", revision)));
    }
    Revision compacted = Revision.parse("1-" + NPM_TOKEN);
    Tombstone tombstone =
        new Tombstone(
            Tombstone.COMPACT,
            new TreeMap<>(Map.of(compacted, Optional.of(List.of(rival.revision())))));
    DocumentCodec codec = DocumentCodec.ofStoreFiles();
    byte[] content = tombstone.encode(codec);
    other.write(
        ".tombstones/bob/" + ContentHash.TOMBSTONE.name(tombstone.generation(), content),
        new String(content, UTF_8));

    try (FileObjectStore there = other.open()) {
      assertThat(there.revisions("bob"))
          .extracting(Versioned::revision)
          .containsExactly(rival.revision(), base.revision());
    }
  }

  @Test
  void settlementThatArrivesBeforeItsEvidenceBuriesNothing(@TempDir Path elsewhere)
      throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 0).put("a", 1)));
    store.update(base.withValue(document("n", 0).put("b", 2)));
    Versioned<ObjectNode> merged = store.resolve("bob").orElseThrow();
    StoreDirectory other = new StoreDirectory(elsewhere);
    carry(other, "bob/" + base.revision());
    carry(other, ".tombstones/bob/" + directory.names(".tombstones/bob").get(0));

    try (FileObjectStore there = other.open()) {
      assertThat(there.find("bob")).contains(base);
      for (String name : directory.names("bob")) {
        carry(other, "bob/" + name);
      }
      assertThat(there.get("bob")).isEqualTo(merged);
      assertThat(there.revisions("bob")).isEqualTo(store.revisions("bob"));

      store.delete("bob");
      for (String name : directory.names(".tombstones/bob")) {
        carry(other, ".tombstones/bob/" + name);
      }
      assertThat(there.find("bob")).isEmpty();
    }
  }

  @Test
  void noRuleSettlesWhereADeletionHasNotSeenTheEdits() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    deleteUnder(base);
    directory.write("bob", 1, document("n", 0).put("m", 1), List.of(base.revision()));
    Instant later = Instant.now();

    store.resolve("bob");

    OpenConflict<ObjectNode> open = store.conflict("bob").orElseThrow();
    assertThat(open.rivals()).hasSize(2);
    assertThat(open.deleted()).hasSize(1);
    assertThat(store.conflicts("bob"))
        .filteredOn(conflict -> conflict.kind() == Conflict.Kind.DELETION)
        .allSatisfy(conflict -> assertThat(conflict.since()).isBeforeOrEqualTo(later));
  }

  private void carry(StoreDirectory to, String path) throws Exception {
    to.write(path, Files.readString(temp.resolve(path)));
  }

  private Versioned<ObjectNode> edits(Versioned<ObjectNode> from, int count) {
    Versioned<ObjectNode> latest = from;
    for (int i = 1; i <= count; i++) {
      latest = store.update(latest.withValue(document("n", 100 + i)));
    }
    return latest;
  }

  /** Deletes an object while somebody edits it: the deletion names only the base. */
  private Versioned<ObjectNode> deleteUnder(Versioned<ObjectNode> base) {
    assertThat(store.delete(base.id())).isTrue();
    ObjectNode value = document("n", 1);
    Revision unseen =
        directory.write(
            base.id(), base.revision().generation() + 1, value, List.of(base.revision()));
    return new Versioned<>(base.id(), unseen, value);
  }
}
