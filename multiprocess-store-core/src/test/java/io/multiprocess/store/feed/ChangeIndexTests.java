package io.multiprocess.store.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.ConflictChange;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.Change.Origin;
import io.multiprocess.store.Revision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeIndexTests {

  private final ChangeIndex index = new ChangeIndex("index", 4);

  @Test
  void observerIsToldWhatIsNewToHim() {
    see("alice", 0);
    long start = index.last();
    see("bob", 0);
    see("alice", 1);
    long middle = index.last();
    see("alice", 2);
    gone("bob");

    assertThat(kinds(start)).containsExactly("alice UPDATED", "bob DELETED");
    assertThat(kinds(middle)).containsExactly("alice UPDATED", "bob DELETED");
    assertThat(kinds(index.last())).isEmpty();
    assertThat(kinds(0)).containsExactly("alice CREATED");
  }

  @Test
  void sameStateIsNoChange() {
    see("alice", 0);
    assertThat(index.observe("alice", state(0), Origin.OTHER)).isNull();
    assertThat(index.observe("bob", ObjectState.ABSENT, Origin.OTHER)).isNull();
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void whatIsNotReleasedIsNotTold() {
    see("alice", 0);
    long told = index.last();
    index.observe("bob", state(0), Origin.OTHER);

    assertThat(kinds(told)).isEmpty();
    index.release();
    assertThat(kinds(told)).containsExactly("bob CREATED");
  }

  @Test
  void conflictsAreToldToThoseToWhomTheyAreNew() {
    see("alice", 0);
    long before = index.last();
    see("alice", 1, "ab");
    long open = index.last();
    see("alice", 2, "ab");
    assertThat(conflict(before)).isEqualTo(ConflictChange.OPENED);
    assertThat(conflict(open)).isEqualTo(ConflictChange.NONE);

    see("alice", 2, "abc");
    assertThat(conflict(open)).isEqualTo(ConflictChange.OPENED);

    see("alice", 3);
    assertThat(conflict(open)).isEqualTo(ConflictChange.SETTLED);
    assertThat(conflict(before)).as("never heard of it").isEqualTo(ConflictChange.NONE);
  }

  @Test
  void deletedObjectsAreForgottenBeforeThereAreTooMany() {
    see("alive", 0);
    long before = index.last();
    for (int i = 0; i < 100; i++) {
      see("object-" + i, 0);
      gone("object-" + i);
      assertThat(index.size()).isLessThanOrEqualTo(6);
    }

    assertThat(index.after(before, Position::toString).complete()).isTrue();
    long now = index.last();
    gone("alive");
    assertThat(kinds(now)).containsExactly("alive DELETED");
  }

  @Test
  void logTellsTheSameAsTheIndex() throws IOException {
    see("alice", 0);
    long told = index.last();
    see("with space\nand line", 1, "ab", "cd");
    gone("alice");
    List<String> log = new ArrayList<>(index.log());
    log.add(index.observe("bob", state(3), Origin.OTHER));
    index.release();

    ChangeIndex read = read(log).orElseThrow();

    assertThat(read.last()).isEqualTo(index.last());
    for (long from : List.of(0L, told, told + 1, index.last())) {
      assertThat(read.after(from, Position::toString).changes())
          .isEqualTo(index.after(from, Position::toString).changes());
    }
  }

  @Test
  void logThatWasCutKnowsNoMoreThanItHolds() throws IOException {
    see("alice", 0);
    see("bob", 0);
    long told = index.last();
    List<String> log = new ArrayList<>(index.log());
    log.add(index.observe("carol", state(0), Origin.OTHER));
    log.add(index.observe("dave", state(0), Origin.OTHER));

    for (int length = 0; length <= log.size(); length++) {
      Optional<ChangeIndex> read = read(log.subList(0, length));
      assertThat(read.map(ChangeIndex::last))
          .isEqualTo(length < 3 ? Optional.empty() : Optional.of(told + length - 3));
    }
    log.set(3, log.get(3).replace("carol", "other"));
    assertThat(read(log).map(ChangeIndex::last)).contains(told);
    assertThat(read(List.of("nonsense"))).isEmpty();
  }

  private static Optional<ChangeIndex> read(List<String> log) throws IOException {
    return IndexLog.read("index", new BufferedReader(new StringReader(String.join("\n", log))));
  }

  private List<String> kinds(long told) {
    return changes(told).stream().map(change -> change.id() + " " + change.kind()).toList();
  }

  private ConflictChange conflict(long told) {
    List<Change> changes = changes(told);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).kind()).isNotEqualTo(Kind.DELETED);
    return changes.get(0).conflict();
  }

  private List<Change> changes(long told) {
    return index.after(told, Position::toString).changes();
  }

  private void see(String id, long generation, String... conflicts) {
    index.observe(id, state(generation, conflicts), Origin.OTHER);
    index.release();
  }

  private void gone(String id) {
    index.observe(id, ObjectState.ABSENT, Origin.OTHER);
    index.release();
  }

  private static ObjectState state(long generation, String... conflicts) {
    return ObjectState.of(
        new Revision(generation, "833f0fbe0c424fd390e7a5b55c35aee3"), Set.of(conflicts));
  }
}
