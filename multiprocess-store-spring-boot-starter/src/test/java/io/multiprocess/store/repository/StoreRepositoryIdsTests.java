package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Persistable;

class StoreRepositoryIdsTests {

  @TempDir Path directory;

  private StoreTemplate template;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("things", directory);
  }

  @AfterEach
  void close() {
    template.close();
  }

  private <R> R repository(Class<R> type) {
    return new StoreRepositoryFactory(template).getRepository(type);
  }

  record Device(@Id @Nullable UUID id, String name, @Version @Nullable String revision) {}

  interface Devices extends StoreRepository<Device, UUID> {}

  @Test
  void uuidsAreIdsEverywhere() {
    Devices devices = repository(Devices.class);
    Device saved = devices.save(new Device(null, "lamp", null));
    UUID id = Objects.requireNonNull(saved.id());

    assertThat(devices.findById(id)).contains(saved);
    assertThat(devices.existsById(id)).isTrue();
    assertThat(devices.findAllById(List.of(id))).containsExactly(saved);
    assertThat(devices.history(id)).hasSize(1);
    assertThat(devices.findAllConflicted()).isEmpty();
    assertThat(directory.resolve(id.toString())).isDirectory();
    devices.deleteById(id);
    assertThat(devices.undelete(id).name()).isEqualTo("lamp");
    devices.deleteAllById(List.of(id));
    assertThat(devices.count()).isZero();
  }

  record Labelled(
      @Id @Nullable String id,
      String name,
      @Transient @JsonIgnore @Nullable String label,
      @Version @Nullable String revision) {}

  interface LabelledOnes extends StoreRepository<Labelled, String> {}

  @Test
  void aRecordKeepsWhatIsNotStoredWhenItGetsItsId() {
    LabelledOnes things = repository(LabelledOnes.class);

    Labelled saved = things.save(new Labelled(null, "lamp", "blue", null));

    assertThat(saved.id()).isNotNull();
    assertThat(saved.revision()).startsWith("0-");
    assertThat(saved.label()).isEqualTo("blue");
    Labelled again = things.save(saved);
    assertThat(again.label()).isEqualTo("blue");
    assertThat(again.revision()).startsWith("1-");
    assertThat(things.findAll()).extracting(Labelled::label).containsExactly((String) null);
  }

  static final class WithMethods {
    @Id private final @Nullable String id;
    @Version private final @Nullable String revision;
    @JsonIgnore private final @Nullable String label;

    @JsonCreator
    WithMethods(
        @JsonProperty("id") @Nullable String id,
        @JsonProperty("revision") @Nullable String revision) {
      this(id, revision, null);
    }

    WithMethods(@Nullable String id, @Nullable String revision, @Nullable String label) {
      this.id = id;
      this.revision = revision;
      this.label = label;
    }

    public @Nullable String getId() {
      return id;
    }

    public @Nullable String getRevision() {
      return revision;
    }

    WithMethods withId(String newId) {
      return new WithMethods(newId, revision, label);
    }

    WithMethods withRevision(String newRevision) {
      return new WithMethods(id, newRevision, label);
    }
  }

  interface WithMethodsOnes extends StoreRepository<WithMethods, String> {}

  @Test
  void anImmutableClassIsCopiedByItsMethods() {
    WithMethods given = new WithMethods(null, null, "blue");

    WithMethods saved = repository(WithMethodsOnes.class).save(given);

    assertThat(given.getId()).isNull();
    assertThat(saved.getId()).isNotNull();
    assertThat(saved.getRevision()).startsWith("0-");
    assertThat(saved.label).isEqualTo("blue");
  }

  static class Changeable {
    @Id private @Nullable UUID id;
    String name = "";
    @Version private @Nullable String revision;

    public @Nullable UUID getId() {
      return id;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public @Nullable String getRevision() {
      return revision;
    }
  }

  interface ChangeableOnes extends StoreRepository<Changeable, UUID> {}

  @Test
  void aClassIsChangedItself() {
    ChangeableOnes things = repository(ChangeableOnes.class);
    Changeable thing = new Changeable();

    assertThat(things.save(thing)).isSameAs(thing);
    assertThat(thing.getId()).isNotNull();
    assertThat(thing.getRevision()).startsWith("0-");
    assertThat(things.save(thing)).isSameAs(thing);
    assertThat(thing.getRevision()).startsWith("1-");
    assertThat(things.count()).isEqualTo(1);
  }

  record Numbered(@Id @Nullable Long id, String name) {}

  interface NumberedOnes extends StoreRepository<Numbered, Long> {}

  @Test
  void numbersAreIdsButAreNotMadeUp() {
    NumberedOnes things = repository(NumberedOnes.class);
    Numbered saved = things.save(new Numbered(7L, "seven"));

    assertThat(things.findById(7L)).contains(saved);
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> things.save(new Numbered(null, "none")))
        .withMessage(
            "%s has no id yet, and ids of type java.lang.Long cannot be made up; set one, or make the id a String or UUID",
            Numbered.class.getName());
  }

  record Own(
      @Id @Nullable String id,
      @JsonIgnore @Nullable Boolean fresh,
      @Version @Nullable String revision)
      implements Persistable<String> {

    @Override
    @JsonIgnore
    public @Nullable String getId() {
      return id;
    }

    @Override
    @JsonIgnore
    public boolean isNew() {
      return Boolean.TRUE.equals(fresh);
    }
  }

  interface OwnOnes extends StoreRepository<Own, String> {}

  @Test
  void whatAnEntitySaysOfItselfCountsMoreThanItsRevision() {
    OwnOnes things = repository(OwnOnes.class);
    Own created = things.save(new Own("a", true, null));

    Own replaced = things.save(new Own("a", false, null));

    assertThat(created.revision()).startsWith("0-");
    assertThat(replaced.revision()).startsWith("1-");
  }

  record Bare(@Id String id, String name) {}

  interface BareOnes extends StoreRepository<Bare, String> {}

  @Test
  void anAssignedIdWithoutRevisionIsCreatedOrReplaced() {
    BareOnes things = repository(BareOnes.class);
    things.save(new Bare("a", "one"));
    things.save(new Bare("a", "two"));
    things.deleteById("a");

    assertThat(things.save(new Bare("a", "three"))).isEqualTo(new Bare("a", "three"));
    assertThat(things.findAll()).containsExactly(new Bare("a", "three"));
    assertThat(things.hasConflicts("a")).isFalse();
  }
}
