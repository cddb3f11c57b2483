package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.StoreShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a store tells of its changes to those who ask. */
class ChangesTests {

  @TempDir Path temp;

  private StoreDirectory directory;
  private FileObjectStore store;
  private FileObjectStore other;

  @BeforeEach
  void open() {
    directory = new StoreDirectory(temp.resolve("users"));
    store = directory.open();
    other = directory.open();
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  @Test
  void everythingIsToldToWhoWasToldNothing() {
    store.create("alice", document("n", 1));
    Versioned<ObjectNode> bob = other.create("bob", document("n", 1));
    store.create("carol", document("n", 1));
    store.delete("carol");

    ChangeBatch batch = store.changes();

    assertThat(lines(batch)).containsExactlyInAnyOrder("alice CREATED OTHER", "bob CREATED OTHER");
    assertThat(batch.complete()).isTrue();
    assertThat(batch.changes())
        .filteredOn(change -> change.id().equals("bob"))
        .singleElement()
        .satisfies(change -> assertThat(change.revision()).contains(bob.revision()));
  }

  @Test
  void eachKindOfChangeIsToldWithWhoMadeIt() {
    String position = store.changes().position();

    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    Versioned<ObjectNode> bob = other.create("bob", document("n", 1));
    position = expect(position, "alice CREATED LOCAL", "bob CREATED OTHER");

    Versioned<ObjectNode> edited = other.update(alice.withValue(document("n", 2)));
    store.update(bob.withValue(document("n", 2)));
    position = expect(position, "alice UPDATED OTHER", "bob UPDATED LOCAL");

    Revision leading = edited.revision();
    Revision rival;
    do {
      rival = store.update(alice.withValue(document("n", 3))).revision();
    } while (rival.compareTo(leading) > 0);
    ChangeBatch conflict = store.changes(position);
    assertThat(conflict.changes().get(0).conflict().name()).isEqualTo("OPENED");
    position = conflict.position();

    store.delete("bob");
    other.settle("alice", document("n", 4), other.conflict("alice").orElseThrow().revisions());
    position = expect(position, "alice UPDATED SETTLED OTHER", "bob DELETED LOCAL");

    other.delete("alice");
    store.create("bob", document("n", 5));
    position = expect(position, "alice DELETED OTHER", "bob CREATED LOCAL");

    assertThat(store.changes(position)).isEqualTo(new ChangeBatch(List.of(), position, false));
  }

  @Test
  void rivalThatLosesIsAConflictAndNoUpdate() {
    Versioned<ObjectNode> base = store.create("alice", document("n", 1));
    Versioned<ObjectNode> winner =
        store.update(store.update(base.withValue(document("n", 2))).withValue(document("n", 3)));
    String position = store.changes().position();

    store.update(base.withValue(document("n", 4)));
    ChangeBatch opened = store.changes(position);
    store.settleCaptured("alice", false);

    assertThat(lines(opened)).containsExactly("alice CONFLICT OPENED LOCAL");
    assertThat(opened.changes().get(0).revision()).contains(winner.revision());
  }

  @Test
  void settlingWithoutARevisionIsAConflictAndNoUpdate() {
    Versioned<ObjectNode> base = store.create("alice", document("n", 1));
    Versioned<ObjectNode> two = store.update(base.withValue(document("n", 2)));
    store.update(two.withValue(document("n", 3)));
    store.update(base.withValue(document("n", 2)));
    assertThat(store.conflicts("alice")).hasSize(1);
    String position = store.changes().position();

    assertThat(other.settleCaptured("alice", false)).hasSize(1);
    position = expect(position, "alice CONFLICT SETTLED OTHER");

    store.compact("alice", Retention.last(1));
    assertThat(store.changes(position).changes()).isEmpty();
  }

  @Test
  void oneChangeStandsForAllThatHappened() {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    String position = store.changes().position();

    for (int i = 0; i < 5; i++) {
      alice = store.update(alice.withValue(document("n", i)));
    }
    store.create("bob", document("n", 1));
    store.delete("bob");

    ChangeBatch batch = store.changes(position);
    assertThat(lines(batch)).containsExactly("alice UPDATED LOCAL");
    assertThat(batch.changes().get(0).revision()).contains(alice.revision());
  }

  @Test
  void positionOfEachChangeIsWhereToGoOn() {
    String start = store.changes().position();
    for (String id : List.of("a", "b", "c")) {
      store.create(id, document("n", 1));
      store.changes(start);
    }

    ChangeBatch all = store.changes(start);

    assertThat(lines(store.changes(all.changes().get(1).position())))
        .containsExactly("c CREATED LOCAL");
    assertThat(all.changes().get(2).position()).isEqualTo(all.position());
    assertThat(all.position()).hasSizeLessThan(60).matches("[0-9a-z.-]+");
  }

  @Test
  void positionOutlivesEverybodyWhoHadTheStoreOpen() throws IOException {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    store.create("bob", document("n", 1));
    store.create("carol", document("n", 1));
    store.create("dave", document("n", 1));
    String position = store.changes().position();
    store.close();
    other.update(alice.withValue(document("n", 2)));
    other.delete("bob");
    other.create("erin", document("n", 1));
    other.close();
    // As the npm package deletes: nothing is left that tells of it.
    StoreShell.run(directory.root(), "rm", "-r", "carol");

    store = directory.open();
    ChangeBatch batch = store.changes(position);

    assertThat(batch.complete()).isFalse();
    assertThat(lines(batch))
        .containsExactlyInAnyOrder(
            "alice UPDATED OTHER",
            "bob DELETED OTHER",
            "carol DELETED OTHER",
            "erin CREATED OTHER");
    assertThat(batch.changes()).extracting(change -> change.position()).containsOnly(position);
    assertThat(store.changes(batch.position()).changes()).isEmpty();
  }

  @Test
  void positionIsGoodInAnotherStoreThatIsOpen() {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    String told = store.changes().position();
    store.update(alice.withValue(document("n", 2)));
    String later = store.changes(told).position();
    store.create("bob", document("n", 1));

    assertThat(lines(other.changes(told)))
        .containsExactly("alice UPDATED OTHER", "bob CREATED OTHER");
    assertThat(lines(other.changes(later))).containsExactly("bob CREATED OTHER");
  }

  @Test
  void positionThatNobodyKnowsBeginsAnewWithAllDeletions() throws IOException {
    store.create("alice", document("n", 1));
    store.create("bob", document("n", 1));
    String position = store.changes().position();
    store.close();
    StoreShell.run(directory.root(), "rm", "-r", ".local/changes");
    other.delete("bob");

    ChangeBatch batch = other.changes(position);

    assertThat(batch.complete()).isTrue();
    assertThat(lines(batch)).containsExactly("alice CREATED OTHER", "bob DELETED OTHER");
    assertThat(batch.changes()).extracting(change -> change.position()).containsOnly(position);
    assertThat(other.changes(batch.position()).changes()).isEmpty();
  }

  @Test
  void positionBeyondWhatAPowerCutLeftBeginsAnew() throws IOException {
    store.create("alice", document("n", 1));
    String before = store.changes().position();
    store.create("bob", document("n", 1));
    String position = store.changes(before).position();
    store.close();
    Path journal = journal();
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, lines.subList(0, lines.size() - 1));
    Files.writeString(
        journal, lines.get(lines.size() - 1).substring(0, 20), StandardOpenOption.APPEND);

    assertThat(other.changes(position).complete()).isTrue();
    assertThat(lines(other.changes(before))).containsExactly("bob CREATED OTHER");

    Files.write(journal, lines.subList(0, 1));
    assertThat(other.changes(before).complete()).isTrue();
  }

  @Test
  void changesThatCannotBeWrittenDownAreToldAndWrittenDownLater() throws IOException {
    String position = store.changes().position();
    Path journals = directory.root().resolve(".local/changes");
    StoreShell.run(directory.root(), "rm", "-r", ".local/changes");
    Files.writeString(journals, "in the way");

    store.create("alice", document("n", 1));
    position = expect(position, "alice CREATED LOCAL");

    Files.delete(journals);
    store.create("bob", document("n", 1));
    position = expect(position, "bob CREATED LOCAL");
    store.close();
    other.create("carol", document("n", 1));
    assertThat(lines(other.changes(position))).containsExactly("carol CREATED OTHER");
  }

  @Test
  void idsOfAllKindsAreToldAsTheyAre() {
    List<String> ids = List.of("a/b", ".hidden", "%_x", "with space", "ünï", "new\nline", "a+b%c");
    String start = store.changes().position();
    ids.forEach(id -> store.create(id, document("n", 1)));
    ChangeBatch batch = store.changes(start);

    assertThat(batch.changes())
        .extracting(change -> change.id())
        .containsExactlyInAnyOrderElementsOf(ids);
    store.close();
    ids.forEach(other::delete);
    assertThat(other.changes(batch.position()).changes())
        .extracting(change -> change.id())
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whatIsNoPositionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.changes("../../etc/passwd"))
        .withMessage(
            "'../../etc/passwd' is not a position of a changes feed; expected one that a feed gave");
    store.close();
    assertThatIllegalStateException().isThrownBy(() -> store.changes());
  }

  @Test
  void journalsOfThoseWhoEndedAreBounded() throws IOException {
    for (int i = 0; i < 10; i++) {
      try (FileObjectStore ended = directory.open()) {
        ended.changes();
      }
    }
    for (Path journal : journals()) {
      StoreDirectory.setAge(journal, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    }

    StoreOptions hasty = StoreOptions.defaults().withChangesInterval(Duration.ofMillis(50));
    try (FileObjectStore watched = directory.open(hasty);
        ChangeFeed feed = watched.watch(change -> {})) {
      assertThat(feed.isOpen()).isTrue();
      await().until(() -> journals().size() == 1);
    }
  }

  private String expect(String position, String... lines) {
    ChangeBatch batch = store.changes(position);
    assertThat(lines(batch)).containsExactlyInAnyOrder(lines);
    assertThat(batch.complete()).isFalse();
    return batch.position();
  }

  private static List<String> lines(ChangeBatch batch) {
    return batch.changes().stream().map(Mirror::line).sorted().toList();
  }

  private Path journal() throws IOException {
    assertThat(journals()).hasSize(1);
    return journals().get(0);
  }

  private List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.list(directory.root().resolve(".local/changes"))) {
      return files.toList();
    }
  }
}
