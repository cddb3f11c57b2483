package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.Settlement.By;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Conflicts that are settled without a person. */
class ResolveTests {

  @TempDir Path temp;

  private final List<Settlement> told = new ArrayList<>();
  private StoreDirectory directory;
  private FileObjectStore store;

  @BeforeEach
  void open() {
    directory = new StoreDirectory(temp);
    store = directory.open(listening());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StoreOptions listening() {
    return StoreOptions.defaults()
        .withListener(
            new StoreListener() {
              @Override
              public void conflictSettled(Settlement settlement) {
                told.add(settlement);
              }
            });
  }

  @Test
  void editsOfDifferentFieldsMergeIntoOneRevisionMadeFromBoth() throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0).put("m", 0));
    Revision one = store.update(base.withValue(document("n", 1).put("m", 0))).revision();
    Revision two = store.update(base.withValue(document("n", 0).put("m", 2))).revision();

    Versioned<ObjectNode> merged = store.resolve("bob").orElseThrow();

    assertThat(merged.value()).isEqualTo(document("n", 1).put("m", 2));
    Revision lower = one.compareTo(two) < 0 ? one : two;
    Revision higher = one.compareTo(two) < 0 ? two : one;
    assertThat(Files.readString(directory.file("bob", merged.revision())))
        .contains("\"_rev\": \"%s %s\"".formatted(higher, lower));
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(told)
        .containsExactly(new Settlement("bob", List.of(lower), merged.revision(), By.MERGE));
  }

  @Test
  void twoStoresThatResolveTheSameConflictWriteTheSameFile(@TempDir Path elsewhere)
      throws Exception {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 0).put("a", 1)));
    store.update(base.withValue(document("n", 0).put("b", 2)));
    store.update(base.withValue(document("n", 0).put("c", 3)));
    StoreDirectory other = new StoreDirectory(elsewhere);
    for (String name : directory.names("bob")) {
      other.write("bob/" + name, Files.readString(temp.resolve("bob").resolve(name)));
    }

    Versioned<ObjectNode> here = store.resolve("bob").orElseThrow();
    try (FileObjectStore there = other.open()) {
      assertThat(there.resolve("bob")).contains(here);
    }
    assertThat(other.names("bob")).isEqualTo(directory.names("bob"));
    assertThat(other.names(".tombstones/bob")).isEqualTo(directory.names(".tombstones/bob"));
    assertThat(here.value()).isEqualTo(document("n", 0).put("a", 1).put("b", 2).put("c", 3));
  }

  @Test
  void clashIsLeftToAPerson() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 1)));
    store.update(base.withValue(document("n", 2)));

    assertThat(store.resolve("bob")).contains(store.get("bob"));

    assertThat(store.conflicts("bob")).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void ruleOfTheApplicationDecidesWhereItCan() {
    ConflictResolver<ObjectNode> greatest =
        conflict ->
            conflict.rivals().stream()
                .map(rival -> rival.value())
                .max((a, b) -> Integer.compare(a.get("n").asInt(), b.get("n").asInt()));
    ObjectStore ruled = store.merging(MergeRules.none(), greatest);
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 7)));
    store.update(base.withValue(document("n", 2)));

    Versioned<ObjectNode> decided = ruled.resolve("bob").orElseThrow();

    assertThat(decided.value()).isEqualTo(document("n", 7));
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(told).extracting(Settlement::by).containsExactly(By.RESOLVER);
  }

  @Test
  void mergeThatAnotherMergeContainsIsRetiredWithoutAThird() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Revision a = store.update(base.withValue(document("n", 0).put("a", 1))).revision();
    Revision b = store.update(base.withValue(document("n", 0).put("b", 2))).revision();
    Versioned<ObjectNode> both = store.resolve("bob").orElseThrow();
    Revision c = directory.write("bob", 1, document("n", 0).put("c", 3), List.of(base.revision()));
    ObjectNode all = both.value().deepCopy().put("c", 3);
    List<Revision> bases = List.of(a, b, c).stream().sorted((x, y) -> y.compareTo(x)).toList();
    Edits.Edit elsewhere = new Edits(new DocumentCodec(1000, 10)).merge("bob", all, bases, 2);
    directory.write("bob/" + elsewhere.revision(), new String(elsewhere.content(), UTF_8));

    Versioned<ObjectNode> winner = store.resolve("bob").orElseThrow();

    assertThat(winner.revision()).isEqualTo(elsewhere.revision());
    assertThat(store.conflict("bob")).isEmpty();
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void staleEditIsMergedWithWhatStandsThere() {
    try (FileObjectStore merging =
        directory.open(StoreOptions.defaults().withOnStale(OnStale.MERGE))) {
      Versioned<ObjectNode> base = merging.create("bob", document("n", 0).put("m", 0));
      Versioned<ObjectNode> later = merging.update(base.withValue(document("n", 1).put("m", 0)));
      merging.update(later.withValue(document("n", 2).put("m", 0)));

      Versioned<ObjectNode> merged = merging.update(base.withValue(document("n", 0).put("m", 9)));

      assertThat(merged.value()).isEqualTo(document("n", 2).put("m", 9));
      assertThat(merging.get("bob")).isEqualTo(merged);
      assertThat(merging.conflicts("bob")).isEmpty();
      Versioned<ObjectNode> clashing = merging.update(base.withValue(document("n", 5).put("m", 0)));
      assertThat(clashing.value())
          .as("kept as it was written")
          .isEqualTo(document("n", 5).put("m", 0));
      assertThat(merging.conflicts("bob")).hasSize(1);
      assertThat(merging.get("bob")).isEqualTo(merged);
    }
  }

  @Test
  void treatmentOfAStaleEditIsChosenForEachCall() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0).put("m", 0));
    store.update(base.withValue(document("n", 1).put("m", 0)));

    Versioned<ObjectNode> merged =
        store.update(base.withValue(document("n", 0).put("m", 1)), OnStale.MERGE);

    assertThat(merged.value()).isEqualTo(document("n", 1).put("m", 1));
    assertThat(store.conflicts("bob")).isEmpty();
  }

  @Test
  void countersOfManyProcessesThatMergeAreExact() {
    int processes = 4;
    int times = 25;
    try (FileObjectStore counting = directory.open(MergingMain.OPTIONS)) {
      counting.create("counter", document("n", 0));
      List<ChildProcess> others = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        others.add(JavaProcess.start(MergingMain.class, temp.toString(), Integer.toString(times)));
      }
      for (ChildProcess process : others) {
        assertThat(process.finish()).isZero();
        process.close();
      }
      counting.resolve("counter");

      assertThat(counting.get("counter").value()).isEqualTo(document("n", processes * times));
      assertThat(counting.conflict("counter")).isEmpty();
      assertThat(counting.conflicts("counter")).isEmpty();
    }
  }

  @Test
  void rivalsThatAMergeInsideAnotherWasMadeFromAreRetiredWithIt(@TempDir Path elsewhere)
      throws IOException {
    StoreDirectory there = new StoreDirectory(elsewhere);
    ObjectNode zero = document("n", 0).put("m", 0).put("k", 0);
    Versioned<ObjectNode> base = store.create("bob", zero);
    store.update(base.withValue(zero.deepCopy().put("n", 1)));
    store.update(base.withValue(zero.deepCopy().put("m", 1)));
    for (String revision : directory.names("bob")) {
      there.write("bob/" + revision, Files.readString(temp.resolve("bob").resolve(revision)));
    }
    Revision here = store.resolve("bob").orElseThrow().revision();
    try (FileObjectStore other = there.open()) {
      Versioned<ObjectNode> third = other.update(base.withValue(zero.deepCopy().put("k", 1)));
      Versioned<ObjectNode> ofAll = other.resolve("bob").orElseThrow();
      // Somebody goes on, so that the merge of all is not what readers are served.
      Versioned<ObjectNode> edited = other.update(ofAll.withValue(document("n", 2)));
      for (Versioned<ObjectNode> arriving : List.of(third, ofAll, edited)) {
        Path file = there.file("bob", arriving.revision());
        Path archived = elsewhere.resolve(".local/archive/bob/" + arriving.revision());
        directory.write(
            "bob/" + arriving.revision(), Files.readString(Files.exists(file) ? file : archived));
      }

      assertThat(store.resolve("bob")).contains(edited);
    }
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.revisions("bob")).extracting(Versioned::revision).doesNotContain(here);
  }

  @Test
  void historyThatAnotherRivalKeptIsRetiredWithThatRival() {
    Revision kept = settledBesideARival();

    Versioned<ObjectNode> winner = store.resolve("bob").orElseThrow();

    assertThat(winner.value()).isEqualTo(document("n", 0).put("a", 3).put("b", 2).put("c", 1));
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(directory.names("bob")).doesNotContain(kept.toString());
  }

  @Test
  void historyThatAnotherRivalKeptIsRetiredWithThatRivalByAPerson() {
    Revision kept = settledBesideARival();
    OpenConflict<ObjectNode> conflict = store.conflict("bob").orElseThrow();

    store.settle("bob", conflict.merged(), conflict.revisions());

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(directory.names("bob")).doesNotContain(kept.toString());
  }

  /** Settles two edits beside a third that was made from what one of them was made from. */
  private Revision settledBesideARival() {
    ObjectNode zero = document("n", 0);
    Revision base = store.create("bob", zero).revision();
    Revision here = directory.write("bob", 1, zero.deepCopy().put("a", 1), List.of(base));
    Revision there = directory.write("bob", 1, zero.deepCopy().put("b", 1), List.of(base));
    here = directory.write("bob", 2, zero.deepCopy().put("a", 2), List.of(here));
    here = directory.write("bob", 3, zero.deepCopy().put("a", 3), List.of(here));
    Revision later = directory.write("bob", 2, zero.deepCopy().put("b", 2), List.of(there));
    directory.write("bob", 2, zero.deepCopy().put("b", 1).put("c", 1), List.of(there));
    directory.write("bob", 4, zero.deepCopy().put("a", 3).put("b", 2), List.of(here, later));
    store.get("bob");
    assertThat(directory.names("bob")).doesNotContain(later.toString()).contains(there.toString());
    return there;
  }

  @Test
  void rivalWhoseChangeStandsInTheWinnerIsRetiredWithItAsEvidence() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0).put("m", 0));
    Versioned<ObjectNode> main = store.update(base.withValue(document("n", 1).put("m", 0)));
    Versioned<ObjectNode> rival = store.update(base.withValue(document("n", 0).put("m", 1)));
    main = store.update(main.withValue(document("n", 1).put("m", 1)));

    assertThat(store.settleCaptured("bob", true))
        .containsExactly(
            new Settlement("bob", List.of(rival.revision()), main.revision(), By.CAPTURED));
    assertThat(store.conflicts("bob")).as("after a dry run").hasSize(1);

    assertThat(store.settleCaptured(false)).hasSize(1).isEqualTo(told);
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.history("bob"))
        .filteredOn(entry -> entry.revision().equals(rival.revision()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.state()).isEqualTo(HistoryEntry.State.SETTLED);
              assertThat(entry.evidence()).contains(told.get(0).evidence());
              assertThat(entry.value()).contains(rival.value());
            });
  }

  @Test
  void rivalWhoseChangeStoodInAnAncestorOfTheWinnerIsRetired() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> rival = store.update(base.withValue(document("n", 5)));
    Versioned<ObjectNode> main = store.update(base.withValue(document("n", 4)));
    Versioned<ObjectNode> holding = store.update(main.withValue(document("n", 5)));
    store.update(holding.withValue(document("n", 6)));

    List<Settlement> settled = store.settleCaptured("bob", false);

    assertThat(settled)
        .containsExactly(
            new Settlement("bob", List.of(rival.revision()), holding.revision(), By.CAPTURED));
    assertThat(store.conflict("bob")).isEmpty();
  }

  @Test
  void rivalOfWhichSomethingIsMissingStays() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0).put("m", 0));
    Versioned<ObjectNode> main = store.update(base.withValue(document("n", 1).put("m", 0)));
    store.update(base.withValue(document("n", 2).put("m", 1)));
    store.update(main.withValue(document("n", 1).put("m", 1)));

    assertThat(store.settleCaptured("bob", false)).isEmpty();
    assertThat(store.conflicts("bob")).hasSize(1);
  }

  @Test
  void equalIncrementOfACounterIsNotCaptured() {
    ObjectStore counting =
        store.merging(
            MergeRules.builder().counter("/n").build(), ConflictResolver.mergingCleanly());
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 1)));
    store.update(base.withValue(document("n", 1)));

    assertThat(counting.settleCaptured("bob", true)).isEmpty();
    assertThat(store.settleCaptured("bob", true)).hasSize(1);
    assertThat(counting.resolve("bob").orElseThrow().value()).isEqualTo(document("n", 2));
  }

  @Test
  void closingIsUndoneByRestoringTheRival() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Versioned<ObjectNode> one = store.update(base.withValue(document("n", 1)));
    store.update(base.withValue(document("n", 1)));
    Revision winner = store.get("bob").revision();
    Revision rival = store.settleCaptured("bob", false).get(0).retired().get(0);

    Versioned<ObjectNode> restored = store.restore("bob", rival);

    assertThat(restored.value()).isEqualTo(one.value());
    assertThat(store.conflicts("bob")).hasSize(1);
    assertThat(store.get("bob").revision()).as("the winner still leads").isEqualTo(winner);
  }
}
