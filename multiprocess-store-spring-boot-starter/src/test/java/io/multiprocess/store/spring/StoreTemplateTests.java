package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StoreTemplateTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  private StoreTemplate template;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("users", directory);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void createReturnsAnotherRecordWithIdAndRevision() {
    User alice = User.named("alice", "Alice");

    User created = template.create(alice);

    assertThat(created.id()).isEqualTo("alice");
    assertThat(created.revision()).startsWith("0-");
    assertThat(alice.revision()).isNull();
    assertThat(template.get(User.class, "alice")).isEqualTo(created);
  }

  @Test
  void createMakesUpAnIdForARecordWithoutOne() {
    User created = template.create(new User(null, "Alice", 30, null));

    assertThat(UUID.fromString(String.valueOf(created.id()))).isNotNull();
    assertThat(template.ids()).containsExactly(created.id());
  }

  @Test
  void createAllCreatesEveryEntityInItsOrder() {
    List<User> created =
        template.createAll(
            List.of(User.named("b", "B"), User.named("a", "A"), new User(null, "C", 30, null)));

    assertThat(created).extracting(User::name).containsExactly("B", "A", "C");
    assertThat(created).allSatisfy(user -> assertThat(user.revision()).startsWith("0-"));
    assertThat(template.findAll(User.class)).containsExactlyInAnyOrderElementsOf(created);
    assertThat(template.createAll(List.<User>of())).isEmpty();
  }

  @Test
  void createAllCreatesTheOthersWhereAnIdIsTaken() {
    template.create(User.named("a", "A"));

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(
            () -> template.createAll(List.of(User.named("a", "Other"), User.named("b", "B"))))
        .withMessageContaining("'a'");

    assertThat(template.findAll(User.class)).extracting(User::name).containsExactly("A", "B");
  }

  @Test
  void createAllRefusesOneIdForTwoBeforeItCreatesAnything() {
    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> template.createAll(List.of(User.named("a", "A"), User.named("a", "B"))))
        .withMessage("'a' stands twice among the objects to be created; expected different ids");

    assertThat(template.ids()).isEmpty();
  }

  @Test
  void createRefusesAnIdThatIsTaken() {
    User created = template.create(User.named("alice", "Alice"));

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> template.create(User.named("alice", "Other")))
        .withMessage(
            "Object 'alice' already exists at %s; update it or choose another id",
            created.revision())
        .withCauseInstanceOf(ObjectExistsException.class);
  }

  @Test
  void idAndRevisionAreNotAmongTheStoredFields() {
    template.create(User.named("alice", "Alice"));

    assertThat(template.store().get("alice").value())
        .isEqualTo(JSON.readTree("{\"name\": \"Alice\", \"age\": 30}"));
  }

  @Test
  void findIsEmptyAndGetThrowsWhenThereIsNoObject() {
    assertThat(template.find(User.class, "nobody")).isEmpty();
    assertThat(template.exists("nobody")).isFalse();
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.get(User.class, "nobody"))
        .withMessage("Object 'nobody' does not exist")
        .withCauseInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void findReadsTheRevisionAskedFor() {
    User first = template.create(User.named("alice", "Alice"));
    template.update(first.renamed("Alicia"));

    assertThat(template.find(User.class, "alice", revision(first)))
        .hasValueSatisfying(user -> assertThat(user.name()).isEqualTo("Alice"));
  }

  @Test
  void updateStartsFromTheRevisionTheEntityHolds() {
    User read = template.create(User.named("alice", "Alice"));
    User mine = template.update(read.renamed("Mine"));
    User theirs = template.update(read.renamed("Theirs"));

    assertThat(template.hasConflicts("alice")).isTrue();
    assertThat(template.conflicts("alice"))
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.current()).isTrue())
        .extracting(Conflict::rivals)
        .asInstanceOf(InstanceOfAssertFactories.list(Revision.class))
        .containsExactlyInAnyOrder(revision(mine), revision(theirs));
    try (Stream<Conflict> conflicts = template.conflicts()) {
      assertThat(conflicts).extracting(Conflict::id).containsExactly("alice");
    }
    assertThat(template.counts()).isEqualTo(new StoreCounts(1, 3, 1, 0));
  }

  @Test
  void updateWithoutARevisionReplacesWhatIsThereNow() {
    template.update(template.create(User.named("alice", "Alice")).renamed("Alicia"));

    User last = template.update(User.named("alice", "Last"));

    assertThat(last.revision()).startsWith("2-");
    assertThat(template.get(User.class, "alice").name()).isEqualTo("Last");
    assertThat(template.hasConflicts("alice")).isFalse();
  }

  @Test
  void updateRefusesARevisionThatIsNone() {
    template.create(User.named("alice", "Alice"));

    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.update(new User("alice", "Alice", 30, "7x")))
        .withMessage(
            "'7x' of 'alice' is not a revision; expected <generation>-<32 hex digits> as it was"
                + " read");
  }

  @Test
  void updateRefusesAnEntityWithoutId() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.update(new User(null, "Alice", 30, null)))
        .withMessage(
            "io.multiprocess.store.spring.User has no id; expected an object that was read or"
                + " created");
  }

  @Test
  void updateOfAMissingObjectIsAnEmptyResult() {
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.update(User.named("nobody", "Nobody")));
  }

  record Contact(@Id String id, Address address) {}

  record Address(String street) {}

  @Test
  void updateKeepsFieldsThatTheTypeDoesNotKnow() {
    template
        .store()
        .create(
            "alice",
            (ObjectNode)
                JSON.readTree(
                    "{\"address\": {\"street\": \"Elm\", \"zip\": \"1000\"}, \"vip\": true}"));

    template.update(new Contact("alice", new Address("Oak")));

    assertThat(template.store().get("alice").value())
        .isEqualTo(
            JSON.readTree(
                "{\"address\": {\"street\": \"Oak\", \"zip\": \"1000\"}, \"vip\": true}"));
  }

  @Test
  void upsertCreatesAndThenLaysFieldsOver() {
    User created = template.upsert(User.named("alice", "Alice"));
    User changed = template.upsert(User.named("alice", "Alicia"));

    assertThat(created.revision()).startsWith("0-");
    assertThat(changed.revision()).startsWith("1-");
    assertThat(template.get(User.class, "alice")).isEqualTo(changed);
  }

  @Test
  void deleteSaysWhetherThereWasAnObject() {
    User alice = template.create(User.named("alice", "Alice"));
    template.create(User.named("bob", "Bob"));

    assertThat(template.deleteEntity(alice)).isTrue();
    assertThat(template.delete("alice")).isFalse();
    assertThat(template.delete("bob")).isTrue();
    assertThat(template.findAll(User.class)).isEmpty();
  }

  @Test
  void findAllIsOrderedById() {
    Stream.of("carol", "alice", "bob").forEach(id -> template.create(User.named(id, id)));

    assertThat(template.findAll(User.class)).extracting(User::id).isSorted().hasSize(3);
    try (Stream<User> all = template.stream(User.class)) {
      assertThat(all).extracting(User::id).containsExactlyInAnyOrder("alice", "bob", "carol");
    }
  }

  @Test
  void revisionsHoldEachLiveRevisionAsItWas() {
    User first = template.create(User.named("alice", "Alice"));
    User second = template.update(first.renamed("Alicia"));

    assertThat(template.revisions(User.class, "alice"))
        .extracting(Versioned::value)
        .containsExactly(second, first);
  }

  @Test
  void anIdTheStoreCannotHoldIsAMisuse() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.find(User.class, ""))
        .withCauseInstanceOf(InvalidIdException.class);
  }

  @Test
  void aDocumentThatDoesNotFitIsARetrievalFailureAlsoInStreams() {
    template.store().create("odd", (ObjectNode) JSON.readTree("{\"age\": \"old\"}"));

    assertThatExceptionOfType(DataRetrievalFailureException.class)
        .isThrownBy(() -> template.get(User.class, "odd"))
        .withMessageStartingWith("Document of 'odd' does not fit io.multiprocess.store.spring.User")
        .withCauseInstanceOf(InvalidDocumentException.class);
    try (Stream<User> all = template.stream(User.class)) {
      assertThatExceptionOfType(DataRetrievalFailureException.class)
          .isThrownBy(() -> all.forEach(user -> {}))
          .withCauseInstanceOf(InvalidDocumentException.class);
    }
  }

  @Test
  void closingTheTemplateClosesTheStore() {
    template.close();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> template.exists("alice"));
  }

  private static Revision revision(User user) {
    return Revision.parse(String.valueOf(user.revision()));
  }
}
