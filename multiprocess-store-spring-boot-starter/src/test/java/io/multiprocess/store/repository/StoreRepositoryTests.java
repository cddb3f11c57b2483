package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Persistable;
import org.springframework.data.repository.query.QueryCreationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StoreRepositoryTests {

  interface People extends StoreRepository<Person, String> {

    default List<String> names() {
      return findAll().stream().map(Person::name).toList();
    }
  }

  @TempDir Path directory;

  private StoreTemplate template;
  private People people;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("people", directory);
    people = repository(People.class);
  }

  @AfterEach
  void close() {
    template.close();
  }

  private <R> R repository(Class<R> type) {
    return new StoreRepositoryFactory(template).getRepository(type);
  }

  @Test
  void saveCreatesWhatHoldsNoRevision() {
    Person saved = people.save(Person.named("alice", "Alice"));

    assertThat(saved.revision()).startsWith("0-");
    assertThat(people.findById("alice")).contains(saved);
    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> people.save(Person.named("alice", "Other")));
  }

  @Test
  void saveMakesUpAnId() {
    Person saved = people.save(new Person(null, "Alice", null));

    assertThat(people.existsById(String.valueOf(saved.id()))).isTrue();
  }

  @Test
  void saveUpdatesFromTheRevisionHeld() {
    Person read = people.save(Person.named("alice", "Alice"));

    people.save(read.renamed("Mine"));
    people.save(read.renamed("Theirs"));

    assertThat(people.hasConflicts("alice")).isTrue();
    assertThat(people.conflicts("alice")).hasSize(1);
    assertThat(people.revisions("alice"))
        .extracting(Versioned::value)
        .extracting(Person::name)
        .containsExactlyInAnyOrder("Mine", "Theirs", "Alice");
  }

  @Test
  void settlesWhatIsUnsettledAndKeepsItInTheHistory() {
    Person read = people.save(Person.named("alice", "Alice"));
    people.save(read.renamed("Mine"));
    people.save(read.renamed("Theirs"));
    OpenConflict<Person> conflict = people.conflict("alice").orElseThrow();

    Person settled = people.settle(read.renamed("Ours"), conflict.revisions());

    assertThat(people.findById("alice")).contains(settled);
    assertThat(settled.name()).isEqualTo("Ours");
    assertThat(people.conflict("alice")).isEmpty();
    assertThat(people.history("alice"))
        .extracting(HistoryEntry::value)
        .extracting(value -> value.orElseThrow().name())
        .contains("Ours", "Mine", "Theirs", "Alice");
    assertThat(people.revisions("alice")).hasSizeLessThan(4);
  }

  @Test
  void saveOfADeletedObjectIsAnEmptyResult() {
    Person read = people.save(Person.named("alice", "Alice"));
    people.deleteById("alice");

    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> people.save(read.renamed("Alicia")));
  }

  @Test
  void saveAllCreatesWhatIsNewAndUpdatesTheOthersInTheirOrder() {
    Person old = people.save(Person.named("old", "Old"));

    List<Person> saved =
        people.saveAll(
            List.of(Person.named("x", "X"), old.renamed("Older"), Person.named("y", "Y")));

    assertThat(saved).extracting(Person::name).containsExactly("X", "Older", "Y");
    assertThat(people.findAll()).extracting(Person::name).contains("X", "Older", "Y");
    assertThat(people.findById("old").orElseThrow().name()).isEqualTo("Older");
  }

  @Test
  void findAllIsOrderedById() {
    people.saveAll(List.of(Person.named("c", "C"), Person.named("a", "A"), Person.named("b", "B")));

    assertThat(people.names()).containsExactly("A", "B", "C");
    assertThat(people.findAllById(List.of("c", "x", "a")))
        .extracting(Person::name)
        .containsExactly("C", "A");
    assertThat(people.count()).isEqualTo(3);
  }

  @Test
  void deletesWhatIsThereAndIgnoresWhatIsNot() {
    List<Person> saved =
        people.saveAll(
            List.of(
                Person.named("a", "A"),
                Person.named("b", "B"),
                Person.named("c", "C"),
                Person.named("d", "D"),
                Person.named("e", "E")));

    people.deleteById("a");
    people.deleteById("a");
    people.delete(saved.get(1));
    people.deleteAllById(List.of("c"));
    people.deleteAll(saved.subList(0, 4));
    assertThat(people.names()).containsExactly("E");

    people.deleteAll();
    assertThat(people.count()).isZero();
  }

  record Note(@Id @Nullable UUID id, String text) {}

  interface Notes extends StoreRepository<Note, UUID> {}

  @Test
  void anEntityWithoutRevisionReplacesWhatIsThere() {
    Notes notes = repository(Notes.class);
    UUID id = UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6");

    notes.save(new Note(id, "first"));
    notes.save(new Note(id, "second"));

    assertThat(notes.findById(id)).contains(new Note(id, "second"));
    assertThat(notes.hasConflicts(id)).isFalse();
    assertThat(notes.revisions(id)).hasSize(2);
    assertThat(notes.save(new Note(null, "third")).id()).isNotNull();
  }

  @Test
  void anEntityWithoutRevisionKeepsFieldsThatItsTypeDoesNotKnow() {
    Notes notes = repository(Notes.class);
    UUID id = UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6");
    JsonNode document = new JsonMapper().readTree("{\"text\": \"first\", \"pinned\": true}");
    template.store().create(id.toString(), (ObjectNode) document);

    notes.save(new Note(id, "second"));

    assertThat(template.store().get(id.toString()).value().toString())
        .isEqualTo("{\"text\":\"second\",\"pinned\":true}");
  }

  record Plain(
      @JsonProperty("_id") String id, String name, @JsonProperty("_rev") @Nullable String rev) {}

  interface Plains extends StoreRepository<Plain, String> {}

  @Test
  void propertiesNamedAsInDocumentsAreIdAndRevision() {
    Plains plains = repository(Plains.class);
    Plain saved = plains.save(new Plain("a", "one", null));

    Plain changed = plains.save(new Plain("a", "two", saved.rev()));

    assertThat(changed.rev()).startsWith("1-");
    plains.delete(changed);
    assertThat(plains.existsById("a")).isFalse();
  }

  record Assigned(@Id String id, boolean fresh) implements Persistable<String> {

    @Override
    public String getId() {
      return id;
    }

    @Override
    @JsonIgnore
    public boolean isNew() {
      return fresh;
    }
  }

  interface AssignedOnes extends StoreRepository<Assigned, String> {}

  @Test
  void anEntityMaySayItselfWhetherItIsNew() {
    AssignedOnes repository = repository(AssignedOnes.class);
    repository.save(new Assigned("a", true));

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> repository.save(new Assigned("a", true)));
    repository.save(new Assigned("a", false));
    assertThat(repository.revisions("a")).hasSize(2);
  }

  interface Queried extends StoreRepository<Person, String> {
    List<Person> findByNam(String name);
  }

  @Test
  void aQueryMethodThatNamesNoPropertyIsRefused() {
    assertThatExceptionOfType(QueryCreationException.class)
        .isThrownBy(() -> repository(Queried.class))
        .withMessage("No property 'nam' found for type 'Person'; Did you mean 'name'")
        .matches(e -> e.toString().contains("Queried.findByNam("));
  }
}
