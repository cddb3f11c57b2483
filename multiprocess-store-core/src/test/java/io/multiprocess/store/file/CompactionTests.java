package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.io.IOException;
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

class CompactionTests {

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
  void supersededRevisionsAreRetiredToTheArchive() throws IOException {
    List<Revision> chain = chain("bob", 5);
    long bytes = 0;
    for (Revision revision : chain.subList(0, 3)) {
      bytes += Files.size(directory.file("bob", revision));
    }

    CompactionReport report = store.compact("bob", Retention.last(2));

    assertThat(report).isEqualTo(new CompactionReport(1, 3, bytes));
    assertThat(revisions("bob")).containsExactly(chain.get(4), chain.get(3));
    assertThat(directory.names(".local/archive/bob"))
        .containsExactlyElementsOf(chain.subList(0, 3).stream().map(Revision::toString).toList());
    String tombstone = directory.names(".tombstones/bob").get(0);
    assertThat(Files.readString(temp.resolve(".tombstones/bob/" + tombstone)))
        .startsWith("{\n  \"kind\": \"compact\"");
    assertThat(store.compact("bob", Retention.last(2))).isEqualTo(CompactionReport.NOTHING);
  }

  /** A read lists both, so that its cost is that of an object that was never edited so often. */
  @Test
  void oftenCompactedObjectHasFewFilesAndFewTombstones() {
    Versioned<ObjectNode> bob = store.create("bob", document("n", 0));
    for (int round = 1; round <= 100; round++) {
      for (int edit = 0; edit < 10; edit++) {
        bob = store.update(bob.withValue(document("n", 10 * round + edit)));
      }
      store.compact("bob", Retention.last(1));
    }

    assertThat(directory.names("bob")).containsExactly(bob.revision().toString());
    assertThat(directory.names(".tombstones/bob")).hasSizeLessThanOrEqualTo(2 * 16);
    assertThat(store.get("bob")).isEqualTo(bob);
    assertThat(store.history("bob")).hasSize(1001);
  }

  @Test
  void wholeStoreIsCompactedObjectByObject() {
    chain("alice", 3);
    chain("bob", 4);
    chain("carol", 1);

    assertThat(store.compact(Retention.last(1)))
        .satisfies(
            report -> {
              assertThat(report.objects()).isEqualTo(2);
              assertThat(report.revisions()).isEqualTo(5);
            });
    assertThat(store.compact("nobody", Retention.last(1))).isEqualTo(CompactionReport.NOTHING);
  }

  @Test
  void rivalsAndTheirBasesStay() {
    chain("bob", 3);
    Versioned<ObjectNode> base = store.get("bob");
    store.update(base.withValue(document("n", 10)));
    store.update(base.withValue(document("n", 11)));
    Conflict conflict = store.conflicts("bob").get(0);
    for (int i = 0; i < 3; i++) {
      store.update(store.get("bob").withValue(document("n", 20 + i)));
    }
    Revision winner = store.get("bob").revision();

    store.compact("bob", Retention.last(1));

    assertThat(revisions("bob"))
        .containsExactly(
            winner, conflict.rivals().get(1), conflict.rivals().get(0), base.revision());
    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.rivals()).isEqualTo(conflict.rivals());
              assertThat(left.current()).isFalse();
              assertThat(left.base()).contains(base.revision());
              assertThat(left.leaves()).containsExactly(conflict.rivals().get(0));
            });
  }

  @Test
  void settledConflictIsCompactedLikeAnyHistory() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    store.update(base.withValue(document("n", 1)));
    store.update(base.withValue(document("n", 2)));
    Versioned<ObjectNode> settled =
        store.settle("bob", document("n", 3), store.conflicts("bob").get(0).rivals());

    store.compact("bob", Retention.last(1));

    assertThat(revisions("bob")).containsExactly(settled.revision());
  }

  @Test
  void forkThatNobodyContinuedStays() {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    List<Revision> rest = edits(base, 4);
    store.compact("bob", Retention.last(1));
    assertThat(revisions("bob")).containsExactly(rest.get(3));
    // An edit of a state that another process still held.
    Versioned<ObjectNode> stale = store.update(base.withValue(document("n", 99)));
    edits(store.get("bob"), 2);

    store.compact("bob", Retention.last(1));

    assertThat(revisions("bob")).contains(stale.revision()).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsNoReasonToGiveUpWhatCan() {
    List<Revision> chain = chain("bob", 3);
    directory.write("bob/3-" + NPM_TOKEN, "");
    directory.write("bob/" + chain.get(2), "damaged");

    store.compact("bob", Retention.last(1));

    try (FileObjectStore other = directory.open()) {
      assertThat(other.get("bob").revision()).isEqualTo(chain.get(1));
    }
  }

  @Test
  void revisionsAreKeptForAnAge() throws IOException {
    List<Revision> chain = chain("bob", 4);
    for (Revision old : chain.subList(0, 2)) {
      Files.setLastModifiedTime(
          directory.file("bob", old), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    }

    store.compact("bob", new Retention(3, Duration.ofDays(30)));
    assertThat(revisions("bob")).hasSize(3);
    store.compact("bob", Retention.during(Duration.ofDays(30)));
    assertThat(revisions("bob")).containsExactly(chain.get(3), chain.get(2));
  }

  @Test
  void retentionForEverKeepsEverything() {
    chain("bob", 3);

    assertThat(store.compact("bob", Retention.during(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEqualTo(CompactionReport.NOTHING);
  }

  @Test
  void revisionsOfNpmAreGivenUpByAgeOnly() throws IOException {
    Instant old = Instant.now().minus(Duration.ofDays(31));
    for (int i = 0; i < 4; i++) {
      Path file = directory.write("bob/" + i + "-" + NPM_TOKEN, "{\"n\":1}");
      Files.setLastModifiedTime(file, FileTime.from(old));
    }

    store.compact("bob", Retention.last(1));
    assertThat(revisions("bob")).hasSize(4);
    store.compact("bob", Retention.during(Duration.ofDays(30)));
    assertThat(revisions("bob")).containsExactly(Revision.parse("3-" + NPM_TOKEN));
  }

  @Test
  void retentionRefusesWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.last(0))
        .withMessage("Retention of 0 revisions is out of range; expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.during(Duration.ofDays(-1)))
        .withMessage("Retention for PT-24H is negative; expected zero or more");
  }

  private List<Revision> revisions(String id) {
    return store.revisions(id).stream().map(Versioned::revision).toList();
  }

  private List<Revision> chain(String id, int length) {
    Versioned<ObjectNode> first = store.create(id, document("n", 0));
    List<Revision> chain = new ArrayList<>(List.of(first.revision()));
    chain.addAll(edits(first, length - 1));
    return chain;
  }

  private List<Revision> edits(Versioned<ObjectNode> base, int count) {
    List<Revision> edits = new ArrayList<>();
    Versioned<ObjectNode> last = base;
    for (int i = 0; i < count; i++) {
      last = store.update(last.withValue(document("n", 100 + i)));
      edits.add(last.revision());
    }
    return edits;
  }
}
