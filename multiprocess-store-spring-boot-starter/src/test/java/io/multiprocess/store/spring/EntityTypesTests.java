package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EntityTypesTests {

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

  static class FieldsOnly {
    @Id @Nullable String key;
    public String name = "";
    @Version @Nullable String edition;
  }

  @Test
  void aClassWithFieldsIsChangedAndReturnedItself() {
    FieldsOnly thing = new FieldsOnly();
    thing.name = "one";

    FieldsOnly created = template.create(thing);

    assertThat(created).isSameAs(thing);
    assertThat(UUID.fromString(String.valueOf(thing.key))).isNotNull();
    assertThat(thing.edition).startsWith("0-");
    assertThat(template.update(thing)).isSameAs(thing);
    assertThat(thing.edition).startsWith("1-");
    assertThat(template.get(FieldsOnly.class, String.valueOf(thing.key)))
        .usingRecursiveComparison()
        .isEqualTo(thing);
  }

  static class Bean {
    private @Nullable UUID id;
    private String name = "";
    private @Nullable String revision;

    @Id
    public @Nullable UUID getId() {
      return id;
    }

    public void setId(@Nullable UUID id) {
      this.id = id;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    @Version
    public @Nullable String getRevision() {
      return revision;
    }

    public void setRevision(@Nullable String revision) {
      this.revision = revision;
    }
  }

  @Test
  void aClassWithGettersIsChangedThroughItsSetters() {
    Bean bean = new Bean();
    bean.setName("one");

    assertThat(template.create(bean)).isSameAs(bean);

    assertThat(bean.getId()).isNotNull();
    assertThat(bean.getRevision()).startsWith("0-");
    assertThat(template.findAll(Bean.class))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(bean);
  }

  record Renamed(
      @Id @JsonProperty("key") @Nullable String id,
      @JsonProperty("full_name") String name,
      @Version @JsonProperty("edition") @Nullable String revision) {}

  @Test
  void aRecordRenamedByJacksonStillKeepsIdAndRevision() {
    Renamed created = template.create(new Renamed("a", "Alice", null));

    assertThat(created.revision()).startsWith("0-");
    assertThat(template.get(Renamed.class, "a")).isEqualTo(created);
    assertThat(template.store().get("a").value().toString()).isEqualTo("{\"full_name\":\"Alice\"}");
  }

  static class RenamedAtTheGetter {
    @Id private @Nullable String id;
    @Version private @Nullable String revision;

    @JsonProperty("key")
    public @Nullable String getId() {
      return id;
    }

    @JsonProperty("key")
    public void setId(@Nullable String id) {
      this.id = id;
    }

    @JsonProperty("edition")
    public @Nullable String getRevision() {
      return revision;
    }
  }

  @Test
  void aPropertyMarkedAtItsFieldAndRenamedAtItsGetterIsOne() {
    RenamedAtTheGetter thing = template.create(new RenamedAtTheGetter());

    assertThat(thing.getId()).isNotNull();
    assertThat(thing.getRevision()).startsWith("0-");
    assertThat(template.store().get(String.valueOf(thing.getId())).value()).isEmpty();
  }

  static final class Immutable {
    @Id private final String id;
    private final String name;
    @Version private final @Nullable String revision;

    @JsonCreator
    Immutable(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("revision") @Nullable String revision) {
      this.id = id;
      this.name = name;
      this.revision = revision;
    }

    public String getId() {
      return id;
    }

    public String getName() {
      return name;
    }

    public @Nullable String getRevision() {
      return revision;
    }
  }

  @Test
  void anImmutableClassIsReturnedAnew() {
    Immutable given = new Immutable("a", "Alice", null);

    Immutable created = template.create(given);

    assertThat(given.getRevision()).isNull();
    assertThat(created.getRevision()).startsWith("0-");
    assertThat(created.getName()).isEqualTo("Alice");
  }

  static final class FixedId {
    @Id private final String id;
    public int count;
    @Version public @Nullable String revision;

    @JsonCreator
    FixedId(@JsonProperty("id") String id) {
      this.id = id;
    }

    public String getId() {
      return id;
    }
  }

  @Test
  void aClassWhoseIdIsFinalIsStillChangedInPlace() {
    FixedId thing = new FixedId("a");

    assertThat(template.create(thing)).isSameAs(thing);

    assertThat(thing.revision).startsWith("0-");
    assertThat(template.get(FixedId.class, "a").getId()).isEqualTo("a");
  }

  record Plain(
      @JsonProperty("_id") @Nullable String id,
      String name,
      @JsonProperty("_rev") @Nullable String rev) {}

  @Test
  void propertiesNamedAsInDocumentsNeedNoAnnotationOfSpringData() {
    Plain created = template.create(new Plain(null, "one", null));
    Plain updated = template.update(new Plain(created.id(), "two", created.rev()));

    assertThat(updated.rev()).startsWith("1-");
    assertThat(template.findAll(Plain.class)).containsExactly(updated);
  }

  record Numbered(@Id @Nullable Long id, String name) {}

  @Test
  void numbersAreIds() {
    template.create(new Numbered(42L, "answer"));

    assertThat(template.get(Numbered.class, "42")).isEqualTo(new Numbered(42L, "answer"));
    assertThat(template.toId(42L)).isEqualTo("42");
  }

  @Test
  void numbersAreNotMadeUp() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(new Numbered(null, "none")))
        .withMessage(
            "%s has no id yet, and ids of type java.lang.Long cannot be made up; set one, or make the id a String or UUID",
            Numbered.class.getName());
  }

  record Isbn(@JsonValue String text) {}

  record Book(@Id Isbn isbn, String title) {}

  @Test
  void aTypeThatJacksonWritesAsTextIsAnId() {
    Book book = template.create(new Book(new Isbn("978-3"), "Store"));

    assertThat(template.get(Book.class, "978-3")).isEqualTo(book);
  }

  record Point(int x, int y) {}

  record Placed(@Id Point point) {}

  @Test
  void anObjectIsNoId() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(new Placed(new Point(1, 2))))
        .withMessage(
            "'Point[x=1, y=2]' of type %s is not an id; expected text, a whole number, or a type that Jackson writes as one of them",
            Point.class.getName());
  }

  @Id
  @Retention(RetentionPolicy.RUNTIME)
  @interface Key {}

  record Composed(@Key String key, String name) {}

  @Test
  void anAnnotationThatCarriesIdMarksTheIdToo() {
    template.create(new Composed("a", "one"));

    assertThat(template.get(Composed.class, "a")).isEqualTo(new Composed("a", "one"));
  }

  record Ordinary(String id, String name) {}

  @Test
  void aPropertyCalledIdIsAnOrdinaryField() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(new Ordinary("a", "one")))
        .withMessage(
            "%s has no id; annotate the property that holds it with @Id of Spring Data, or name it '_id', for example with @JsonProperty(\"_id\")",
            Ordinary.class.getName());
  }

  record OwnId(@Id String key, String id) {}

  @Test
  void aFieldCalledIdIsStoredBesideTheId() {
    template.create(new OwnId("a", "passport 7"));

    assertThat(template.store().get("a").value().toString()).isEqualTo("{\"id\":\"passport 7\"}");
    assertThat(template.get(OwnId.class, "a")).isEqualTo(new OwnId("a", "passport 7"));
  }

  record Counted(@Id String id, @Version long version) {}

  @Test
  void aRevisionIsText() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(new Counted("a", 0)))
        .withMessage(
            "%s keeps its revision as long; expected the property with @Version or the name '_rev' to be a String",
            Counted.class.getName());
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  static class Sparse {
    @Id public @Nullable String id;
    public @Nullable String name;
    public @Nullable String mail;
    @Version public @Nullable String revision;
  }

  @Test
  void upsertBringsWhatWasThereIntoAChangeableEntity() {
    template.store().create("a", (ObjectNode) new JsonMapper().readTree("{\"mail\": \"a@b\"}"));
    Sparse sparse = new Sparse();
    sparse.id = "a";
    sparse.name = "Alice";

    assertThat(template.upsert(sparse)).isSameAs(sparse);

    assertThat(sparse.mail).isEqualTo("a@b");
    assertThat(sparse.revision).startsWith("1-");
    assertThat(template.update(sparse).mail).isEqualTo("a@b");
    assertThat(template.get(Sparse.class, "a").mail).isEqualTo("a@b");
  }
}
