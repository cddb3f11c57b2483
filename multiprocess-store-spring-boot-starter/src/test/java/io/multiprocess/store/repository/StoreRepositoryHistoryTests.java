package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;

class StoreRepositoryHistoryTests {

  interface People extends StoreRepository<Person, String> {}

  @TempDir Path directory;

  private StoreTemplate template;
  private People people;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("people", directory);
    people = new StoreRepositoryFactory(template).getRepository(People.class);
  }

  @AfterEach
  void close() {
    template.close();
  }

  private static Revision revision(Person person) {
    return Revision.parse(Objects.requireNonNull(person.revision()));
  }

  private Person conflicted(String id) {
    Person read = people.save(Person.named(id, "Base"));
    people.save(read.renamed("Mine"));
    people.save(read.renamed("Theirs"));
    return read;
  }

  @Test
  void findsEntitiesThatHaveAConflictOrderedById() {
    conflicted("c");
    people.save(Person.named("b", "B"));
    conflicted("a");

    assertThat(people.findAllConflicted())
        .containsExactly(people.findById("a").orElseThrow(), people.findById("c").orElseThrow());
  }

  @Test
  void findsNoEntityTwiceAndNoneWhoseConflictIsSettled() {
    Person read = conflicted("a");
    Person mine = people.findById("a").orElseThrow();
    people.save(mine.renamed("Mine too"));
    people.save(mine.renamed("Theirs too"));
    assertThat(people.conflicts("a")).hasSize(2);
    assertThat(people.findAllConflicted()).hasSize(1);

    people.settle(read.renamed("Ours"), people.conflict("a").orElseThrow());

    assertThat(people.findAllConflicted()).isEmpty();
  }

  @Test
  void findsALiveRevision() {
    Person first = people.save(Person.named("alice", "Alice"));
    people.save(first.renamed("Alicia"));

    assertThat(people.findRevision("alice", revision(first)))
        .contains(new Versioned<>("alice", revision(first), first));
  }

  @Test
  void findsADeadRevisionUntilItIsPurged() {
    Person first = people.save(Person.named("alice", "Alice"));
    people.save(first.renamed("Alicia"));
    FileObjectStore store = (FileObjectStore) template.store();
    store.compact(Retention.last(1));
    assertThat(people.revisions("alice")).hasSize(1);

    assertThat(people.findRevision("alice", revision(first)))
        .contains(new Versioned<>("alice", revision(first), first));

    store.purgeArchive(Duration.ZERO, false);
    assertThat(people.findRevision("alice", revision(first))).isEmpty();
  }

  @Test
  void findsNoRevisionThatNeverWas() {
    people.save(Person.named("alice", "Alice"));
    Revision other = Revision.parse("0-00000000000000000000000000000000");

    assertThat(people.findRevision("alice", other)).isEmpty();
    assertThat(people.findRevision("nobody", other)).isEmpty();
  }

  @Test
  void resolvesWhatRulesCanDecide() {
    Person read = people.save(Person.named("alice", "Alice"));
    people.save(read.renamed("Alicia"));
    people.save(read.renamed("Alicia"));
    assertThat(people.hasConflicts("alice")).isTrue();

    assertThat(people.resolve("alice"))
        .hasValueSatisfying(winner -> assertThat(winner.name()).isEqualTo("Alicia"));
    assertThat(people.hasConflicts("alice")).isFalse();
    assertThat(people.resolve("nobody")).isEmpty();
  }

  @Test
  void leavesWhatRulesCannotDecide() {
    conflicted("alice");

    assertThat(people.resolve("alice")).isEqualTo(people.findById("alice"));
    assertThat(people.conflict("alice").map(OpenConflict::isClean)).contains(false);
  }

  @Test
  void bringsBackWhatWasDeleted() {
    Person saved = people.save(Person.named("alice", "Alice"));
    people.delete(saved);

    Person back = people.undelete("alice");

    assertThat(back.name()).isEqualTo("Alice");
    assertThat(people.findById("alice")).contains(back);
    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> people.undelete("alice"));
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> people.undelete("nobody"));
  }

  @Test
  void bringsBackALostRivalAsAConflict() {
    Person read = conflicted("alice");
    OpenConflict<Person> conflict = people.conflict("alice").orElseThrow();
    Revision loser = conflict.revisions().get(1);
    people.settle(read.renamed("Ours"), conflict);

    people.restore("alice", loser);

    assertThat(people.hasConflicts("alice")).isTrue();
  }

  @Test
  void goesBackToAnEarlierDocument() {
    Person first = people.save(Person.named("alice", "Alice"));
    people.save(first.renamed("Alicia"));

    Person reverted = people.revert("alice", revision(first));

    assertThat(reverted.name()).isEqualTo("Alice");
    assertThat(revision(reverted).generation()).isEqualTo(2);
    assertThat(people.findById("alice")).contains(reverted);
  }

  @Test
  void tellsWhatWasThereAtAMoment() throws IOException {
    Person first = people.save(Person.named("alice", "Alice"));
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Files.setLastModifiedTime(directory.resolve("alice/" + first.revision()), FileTime.from(noon));
    people.save(first.renamed("Alicia"));

    assertThat(people.asOf("alice", noon)).contains(first);
    assertThat(people.asOf("alice", noon.minusSeconds(1))).isEmpty();
  }
}
