package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Documents as Java types: what they become on disk, and what they become again. */
class TypedStoreTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  @TempDir Path directory;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = FileObjectStore.open(directory);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void recordsComeBackEqual() {
    TypedStore<User> users = store.typed(User.class);
    User alice = new User("Alice", Set.of("admin"), new Address("Main St 1", "Oslo"));

    Versioned<User> created = users.create("alice", alice);

    assertThat(created.value()).isEqualTo(alice);
    assertThat(users.get("alice")).isEqualTo(created);
    assertThat(users.find("alice", created.revision())).contains(created);
    assertThat(users.get("alice", created.revision())).isEqualTo(created);
    assertThat(users.find("nobody")).isEmpty();
    assertThat(users.store()).isSameAs(store);
    assertThat(store.get("alice").value())
        .isEqualTo(
            json(
                """
                {'name': 'Alice', 'roles': ['admin'],
                 'address': {'street': 'Main St 1', 'city': 'Oslo'}}
                """));
  }

  @Test
  void classesAreToldTheirIdAndRevision() {
    TypedStore<Account> accounts = store.typed(Account.class);
    Account account = new Account();
    account.owner = "alice";

    Versioned<Account> created = accounts.create("account-1", account);
    created.value().owner = "bob";
    Versioned<Account> updated = accounts.update(created);

    assertThat(updated.value().owner).isEqualTo("bob");
    assertThat(updated.value().id).isEqualTo("account-1");
    assertThat(updated.value().revision).isEqualTo(updated.revision().toString());
    assertThat(store.get("account-1").value()).isEqualTo(json("{'owner': 'bob'}"));
  }

  @Test
  void timesAreWrittenAsText() {
    Times times =
        new Times(
            Instant.parse("2026-08-18T17:36:36.123456789Z"),
            LocalDate.of(2026, 8, 18),
            LocalDateTime.of(2026, 8, 18, 17, 36),
            OffsetDateTime.parse("2026-08-18T17:36:36+02:00"),
            Duration.ofMinutes(90));

    store.typed(Times.class).create("times", times);

    Times read = store.typed(Times.class).get("times").value();
    assertThat(read.instant()).isEqualTo(times.instant());
    assertThat(read.date()).isEqualTo(times.date());
    assertThat(read.dateTime()).isEqualTo(times.dateTime());
    assertThat(read.offset().toInstant()).isEqualTo(times.offset().toInstant());
    assertThat(read.duration()).isEqualTo(times.duration());
    assertThat(store.get("times").value().get("instant").stringValue())
        .isEqualTo("2026-08-18T17:36:36.123456789Z");
    assertThat(store.get("times").value().get("date").stringValue()).isEqualTo("2026-08-18");
    assertThat(store.get("times").value().get("duration").stringValue()).isEqualTo("PT1H30M");
  }

  @Test
  void commonValuesComeBackEqual() {
    Values values =
        new Values(
            UUID.fromString("3f700747-033f-486a-afbe-57e4f6662153"),
            URI.create("urn:isbn:1"),
            Optional.of("present"),
            Optional.empty(),
            Level.HIGH,
            Map.of("a", List.of(1, 2), "b", List.of()),
            null);

    Values read = store.typed(Values.class).create("values", values).value();

    assertThat(read).isEqualTo(values);
  }

  @Test
  void polymorphicValuesKeepTheirTypes() {
    Drawing drawing = new Drawing(List.of(new Circle(2), new Box(3, 4), new Circle(5)));

    Drawing read = store.typed(Drawing.class).create("drawing", drawing).value();

    assertThat(read).isEqualTo(drawing);
    assertThat(store.get("drawing").value().at("/shapes/1/type").stringValue()).isEqualTo("box");
  }

  @Test
  void numbersKeepEveryDigit() {
    Numbers numbers =
        new Numbers(
            new BigDecimal("1.10"),
            new BigDecimal("3.14159265358979323846264338327950288"),
            new BigDecimal("1000000000000.01"),
            new BigInteger("123456789012345678901234567890"),
            Long.MAX_VALUE,
            0.1,
            1.1f);

    TypedStore<Numbers> typed = store.typed(Numbers.class);
    typed.create("numbers", numbers);
    Versioned<Numbers> read = typed.get("numbers");

    assertThat(read.value()).isEqualTo(numbers);
    assertThat(typed.update(read).value()).isEqualTo(numbers);
  }

  @Test
  void unknownNumbersKeepTheirDigitsThroughAnUpdate() {
    ObjectNode document = json("{'name': 'x', 'price': 1.10, 'exact': 0.1000000000000000000001}");
    store.create("item", document);
    TypedStore<Named> named = store.typed(Named.class);

    named.update(named.get("item").withValue(new Named("y")));

    assertThat(store.get("item").value().get("exact").decimalValue())
        .isEqualTo(new BigDecimal("0.1000000000000000000001"));
    assertThat(store.get("item").value().get("price").decimalValue())
        .isEqualTo(new BigDecimal("1.10"));
  }

  @Test
  void mapsAndTreesAreTypesToo() {
    Versioned<ObjectNode> created = store.create("alice", json("{'name': 'Alice'}"));

    assertThat(store.typed(ObjectNode.class).get("alice").value().get("name").stringValue())
        .isEqualTo("Alice");
    Map<?, ?> map = store.typed(Map.class).get("alice").value();
    assertThat(map)
        .isEqualTo(Map.of("name", "Alice", "_id", "alice", "_rev", created.revision().toString()));
  }

  @Test
  void entriesTakenOutOfAMapStayOut() {
    store.create("alice", json("{'name': 'Alice', 'age': 30, 'in': {'a': 1, 'b': 2}}"));
    @SuppressWarnings("rawtypes")
    TypedStore<Map> maps = store.typed(Map.class);

    maps.update(maps.get("alice").withValue(Map.of("name", "Alice", "in", Map.of("b", 2))));

    assertThat(store.get("alice").value()).isEqualTo(json("{'name': 'Alice', 'in': {'b': 2}}"));
  }

  @Test
  void entriesTakenOutOfAMapPropertyStayOut() {
    store.create("p", json("{'labels': {'a': 'x', 'b': 'y'}, 'unknown': 1}"));
    TypedStore<Labelled> labelled = store.typed(Labelled.class);

    labelled.update(labelled.get("p").withValue(new Labelled(Map.of("b", "y", "c", "z"))));

    assertThat(store.get("p").value())
        .isEqualTo(json("{'labels': {'b': 'y', 'c': 'z'}, 'unknown': 1}"));
  }

  @Test
  void unknownFieldsStayAtEveryDepth() {
    store.create(
        "alice",
        json(
            """
            {'name': 'Alice', 'roles': [], 'since': 2020,
             'address': {'street': 'Main St 1', 'city': 'Oslo', 'zip': {'code': '0150'}}}
            """));
    TypedStore<User> users = store.typed(User.class);

    Versioned<User> read = users.get("alice");
    users.update(
        read.withValue(new User("Alicia", Set.of("admin"), new Address("Side St 2", "Oslo"))));

    assertThat(store.get("alice").value())
        .isEqualTo(
            json(
                """
                {'name': 'Alicia', 'roles': ['admin'], 'since': 2020,
                 'address': {'street': 'Side St 2', 'city': 'Oslo', 'zip': {'code': '0150'}}}
                """));
  }

  @Test
  void unknownFieldsFollowMovedElements() {
    store.create(
        "team",
        json("{'members': [{'name': 'a', 'x': 1}, {'name': 'b', 'x': 2}, {'name': 'c', 'x': 3}]}"));

    updateTeam(members("c", "a", "b"));

    assertThat(store.get("team").value())
        .isEqualTo(
            json(
                "{'members': [{'name': 'c', 'x': 3}, {'name': 'a', 'x': 1}, {'name': 'b', 'x': 2}]}"));
  }

  @Test
  void unknownFieldsStayWithEditedElements() {
    store.create("team", json("{'members': [{'name': 'a', 'x': 1}, {'name': 'b', 'x': 2}]}"));

    updateTeam(members("a", "edited"));

    assertThat(store.get("team").value())
        .isEqualTo(json("{'members': [{'name': 'a', 'x': 1}, {'name': 'edited', 'x': 2}]}"));
  }

  @Test
  void unknownFieldsOfRemovedElementsGoWithThem() {
    store.create(
        "team",
        json("{'members': [{'name': 'a', 'x': 1}, {'name': 'b', 'x': 2}, {'name': 'c', 'x': 3}]}"));

    updateTeam(members("c", "new"));

    assertThat(store.get("team").value())
        .isEqualTo(json("{'members': [{'name': 'c', 'x': 3}, {'name': 'new'}]}"));
  }

  @Test
  void equalElementsKeepTheirOwnUnknownFields() {
    store.create("team", json("{'members': [{'name': 'a', 'x': 1}, {'name': 'a', 'x': 2}]}"));

    updateTeam(members("a", "a"));

    assertThat(store.get("team").value())
        .isEqualTo(json("{'members': [{'name': 'a', 'x': 1}, {'name': 'a', 'x': 2}]}"));
  }

  @Test
  void removedKnownFieldStaysRemoved() {
    store.create("note", json("{'title': 't', 'text': 'old', 'unknown': 1}"));
    JsonMapper sparse =
        StoreMapper.builder()
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
    TypedStore<Note> notes = TypedStore.of(store, Note.class, sparse);

    Versioned<Note> updated = notes.update(notes.get("note").withValue(new Note("t", null)));

    assertThat(updated.value()).isEqualTo(new Note("t", null));
    assertThat(store.get("note").value()).isEqualTo(json("{'title': 't', 'unknown': 1}"));
  }

  @Test
  void nulledKnownFieldIsNull() {
    store.create("note", json("{'title': 't', 'text': 'old'}"));
    TypedStore<Note> notes = store.typed(Note.class);

    notes.update(notes.get("note").withValue(new Note("t", null)));

    assertThat(store.get("note").value()).isEqualTo(json("{'title': 't', 'text': null}"));
  }

  @Test
  void updateKeepsTheUnknownFieldsOfItsBaseNotOfTheWinner() {
    store.create("item", json("{'name': 'x', 'unknown': 1}"));
    TypedStore<Named> named = store.typed(Named.class);
    Versioned<Named> base = named.get("item");
    store.update(store.get("item").withValue(json("{'name': 'y', 'unknown': 2}")));

    Versioned<Named> stale = named.update(base.withValue(new Named("z")));

    assertThat(store.get("item", stale.revision()).value())
        .isEqualTo(json("{'name': 'z', 'unknown': 1}"));
    assertThat(store.conflicts("item")).hasSize(1);
  }

  @Test
  void upsertLaysKnownFieldsOverTheWinner() {
    store.create("item", json("{'name': 'x', 'unknown': 1}"));

    store.typed(Named.class).upsert("item", new Named("y"));

    assertThat(store.get("item").value()).isEqualTo(json("{'name': 'y', 'unknown': 1}"));
  }

  @Test
  void writeOnlyFieldStaysThroughAnUpdate() {
    store.create("alice", json("{'name': 'Alice', 'password': 'secret'}"));
    TypedStore<Login> logins = store.typed(Login.class);

    Versioned<Login> read = logins.get("alice");
    logins.update(read.withValue(new Login("Alicia", read.value().password())));

    assertThat(read.value().password()).isEqualTo("secret");
    assertThat(store.get("alice").value())
        .isEqualTo(json("{'name': 'Alicia', 'password': 'secret'}"));
  }

  @Test
  void fieldReadUnderAnAliasDoesNotUndoTheUpdate() {
    store.create("alice", json("{'fullName': 'Alice', 'unknown': 1}"));
    TypedStore<Renamed> renamed = store.typed(Renamed.class);

    Versioned<Renamed> updated =
        renamed.update(renamed.get("alice").withValue(new Renamed("Alicia")));

    assertThat(updated.value()).isEqualTo(new Renamed("Alicia"));
    assertThat(renamed.get("alice").value()).isEqualTo(new Renamed("Alicia"));
    assertThat(store.get("alice").value().get("unknown").intValue()).isEqualTo(1);
  }

  @Test
  void streamsAndHistoryAreTyped() {
    TypedStore<Named> named = store.typed(Named.class);
    Versioned<Named> first = named.create("item", new Named("first"));
    Versioned<Named> second = named.update(first.withValue(new Named("second")));

    assertThat(named.revisions("item")).containsExactly(second, first);
    try (Stream<Versioned<Named>> all = named.all()) {
      assertThat(all).containsExactly(second);
    }
  }

  @Test
  void updateHasItsOwnAnswerToStaleness() {
    TypedStore<Person> people = store.typed(Person.class);
    Versioned<Person> seen = people.create("alice", new Person("Alice", "Smith"));
    people.update(seen.withValue(new Person("Alicia", "Smith")));

    Versioned<Person> merged =
        people.update(seen.withValue(new Person("Alice", "Jones")), OnStale.MERGE);

    assertThat(merged.value()).isEqualTo(new Person("Alicia", "Jones"));
    assertThat(people.conflict("alice")).isEmpty();
  }

  @Test
  void conflictTellsEveryValueWithItsOwnRevision() {
    TypedStore<Account> accounts = store.typed(Account.class);
    Versioned<Account> base = accounts.create("a", account("alice"));
    Versioned<Account> one = accounts.update(base.withValue(account("bob")));
    Versioned<Account> other = accounts.update(base.withValue(account("carol")));

    OpenConflict<Account> conflict = accounts.conflict("a").orElseThrow();

    assertThat(conflict.rivals())
        .hasSize(2)
        .allSatisfy(
            rival -> {
              assertThat(rival.value().id).isEqualTo("a");
              assertThat(rival.value().revision).isEqualTo(rival.revision().toString());
            })
        .extracting(rival -> rival.value().owner)
        .containsExactlyInAnyOrder("bob", "carol");
    assertThat(conflict.revisions()).containsExactlyInAnyOrder(one.revision(), other.revision());
    assertThat(conflict.base().orElseThrow().value().owner).isEqualTo("alice");
    assertThat(conflict.merged().revision).isEqualTo(conflict.leading().revision().toString());
    assertThat(conflict.clashes()).extracting(Clash::pointer).containsExactly("/owner");
  }

  @Test
  void settleKeepsTheUnknownFieldsOfAllRivals() {
    OpenConflict<Named> conflict = rivalsWithUnknownFields();

    Versioned<Named> settled =
        store.typed(Named.class).settle("item", new Named("decided"), conflict.revisions());

    assertThat(settled.value()).isEqualTo(new Named("decided"));
    assertThat(store.get("item").value())
        .isEqualTo(json("{'name': 'decided', 'one': 1, 'two': 2}"));
    assertThat(store.conflicts("item")).isEmpty();
  }

  @Test
  void settleOfRivalsThatCannotAllBeReadKeepsTheUnknownFieldsOfTheGreatest() throws Exception {
    OpenConflict<Named> conflict = rivalsWithUnknownFields();
    Revision lesser = conflict.revisions().get(1);
    Files.writeString(directory.resolve("item").resolve(lesser.toString()), "{");
    ObjectNode leading = store.get("item").value();

    store.typed(Named.class).settle("item", new Named("decided"), conflict.revisions());

    assertThat(store.get("item").value()).isEqualTo(leading.put("name", "decided"));
  }

  @Test
  void settleOfNothingIsRefused() {
    rivalsWithUnknownFields();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> store.typed(Named.class).settle("item", new Named("x"), List.of()))
        .withMessage("Settlement of 'item' is between nothing; expected two or more rivals");
  }

  @Test
  void aRuleOfTheTypeKeepsTheUnknownFieldsOfAllRivals() {
    rivalsWithUnknownFields();
    TypedStore<Named> ruled =
        store
            .typed(Named.class)
            .merging(
                MergeRules.none(),
                conflict ->
                    conflict.rivals().stream()
                        .map(Rival::value)
                        .max(Comparator.comparing(Named::name)));

    assertThat(ruled.resolve("item").orElseThrow().value()).isEqualTo(new Named("z"));

    assertThat(store.get("item").value()).isEqualTo(json("{'name': 'z', 'one': 1, 'two': 2}"));
  }

  @Test
  void aDecisionForTheMergedValueIsTheMergeItself() {
    Versioned<ObjectNode> base = store.create("item", json("{'known': 1}"));
    store.update(base.withValue(json("{'known': 1, 'one': 1}")));
    store.update(base.withValue(json("{'known': 1, 'two': 2}")));
    List<Settlement.By> told = new ArrayList<>();
    StoreListener listener =
        new StoreListener() {
          @Override
          public void conflictSettled(Settlement settlement) {
            told.add(settlement.by());
          }
        };

    try (ObjectStore heard =
        FileObjectStore.open(directory, StoreOptions.defaults().withListener(listener))) {
      heard
          .typed(Note.class)
          .merging(MergeRules.none(), ConflictResolver.mergingCleanly())
          .resolve("item");
    }

    assertThat(store.get("item").value()).isEqualTo(json("{'known': 1, 'one': 1, 'two': 2}"));
    assertThat(told).containsExactly(Settlement.By.MERGE);
  }

  @Test
  void rulesOfTheTypeMergeItsPlaces() {
    Versioned<ObjectNode> base = store.create("item", json("{'visits': 1}"));
    store.update(base.withValue(json("{'visits': 2}")));
    store.update(base.withValue(json("{'visits': 3}")));
    MergeRules counting = MergeRules.builder().counter("/visits").build();

    assertThat(store.resolve("item").orElseThrow().value()).isNotEqualTo(json("{'visits': 4}"));
    store
        .typed(ObjectNode.class)
        .merging(counting, ConflictResolver.mergingCleanly())
        .resolve("item");

    assertThat(store.get("item").value()).isEqualTo(json("{'visits': 4}"));
    assertThat(store.typed(ObjectNode.class).resolve("nothing")).isEmpty();
  }

  @Test
  void historyTellsTheDeadWithTheirValues() {
    TypedStore<Account> accounts = store.typed(Account.class);
    Versioned<Account> first = accounts.create("a", account("alice"));
    Versioned<Account> second = accounts.update(first.withValue(account("bob")));
    store.delete("a");

    assertThat(accounts.history("a"))
        .extracting(HistoryEntry::revision, entry -> entry.value().orElseThrow().owner)
        .containsExactly(tuple(second.revision(), "bob"), tuple(first.revision(), "alice"));
    assertThat(accounts.history("a"))
        .allSatisfy(
            entry -> {
              assertThat(entry.state()).isEqualTo(HistoryEntry.State.DELETED);
              assertThat(entry.value().orElseThrow().revision)
                  .isEqualTo(entry.revision().toString());
            });
    assertThat(accounts.revisions("a")).isEmpty();
  }

  @Test
  void whatWasIsBroughtBackAsValues() {
    TypedStore<Named> items = store.typed(Named.class);
    Versioned<Named> first = items.create("item", new Named("x"));
    Versioned<Named> second = items.update(first.withValue(new Named("y")));

    assertThat(items.revert("item", first.revision()).value()).isEqualTo(new Named("x"));
    store.delete("item");
    assertThat(items.asOf("item", Instant.EPOCH)).isEmpty();
    assertThat(items.undelete("item").value()).isEqualTo(new Named("x"));
    assertThat(items.asOf("item", Instant.now().plusSeconds(60)).orElseThrow().value())
        .isEqualTo(new Named("x"));
    assertThat(items.restore("item", second.revision()).value()).isEqualTo(new Named("y"));
  }

  @Test
  void givenMapperDecidesTheNamesOfFields() {
    JsonMapper snake =
        StoreMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    TypedStore.of(store, Person.class, snake).create("alice", new Person("Alice", "Smith"));

    assertThat(store.get("alice").value())
        .isEqualTo(json("{'first_name': 'Alice', 'last_name': 'Smith'}"));
  }

  @Test
  void documentThatDoesNotFitIsAnError() {
    store.create("item", json("{'name': {'not': 'text'}}"));

    assertThatExceptionOfType(InvalidDocumentException.class)
        .isThrownBy(() -> store.typed(Named.class).get("item"))
        .withMessageStartingWith("Document of 'item' does not fit " + Named.class.getName())
        .satisfies(misfit -> assertThat(misfit.id()).isEqualTo("item"));
  }

  @Test
  void revisionIsFoundDeadOrAliveWhateverTheOthersAre() {
    TypedStore<Named> items = store.typed(Named.class);
    Versioned<ObjectNode> misfit = store.create("item", json("{'name': {'not': 'text'}}"));
    Revision fitting = store.update(misfit.withValue(json("{'name': 'one'}"))).revision();

    assertThat(items.findRevision("item", fitting)).isEqualTo(items.find("item"));
    store.delete("item");
    assertThat(items.find("item", fitting)).isEmpty();
    assertThat(items.findRevision("item", fitting))
        .hasValueSatisfying(found -> assertThat(found.revision()).isEqualTo(fitting));
    assertThat(items.findRevision("nobody", fitting)).isEmpty();
    assertThatExceptionOfType(InvalidDocumentException.class)
        .isThrownBy(() -> items.findRevision("item", misfit.revision()));
  }

  @Test
  void valueThatIsNoJsonObjectIsAnError() {
    assertThatExceptionOfType(InvalidDocumentException.class)
        .isThrownBy(() -> store.typed(String.class).create("item", "text"))
        .withMessage(
            "Document of 'item' cannot be made from java.lang.String; expected a JSON object,"
                + " found STRING");
    assertThat(store.exists("item")).isFalse();
  }

  private void updateTeam(List<Named> members) {
    TypedStore<Team> teams = store.typed(Team.class);
    teams.update(teams.get("team").withValue(new Team(members)));
  }

  /** Two edits that clash in what the type knows, and add to what it does not. */
  private OpenConflict<Named> rivalsWithUnknownFields() {
    Versioned<ObjectNode> base = store.create("item", json("{'name': 'x'}"));
    store.update(base.withValue(json("{'name': 'y', 'one': 1}")));
    store.update(base.withValue(json("{'name': 'z', 'two': 2}")));
    return store.typed(Named.class).conflict("item").orElseThrow();
  }

  private static Account account(String owner) {
    Account account = new Account();
    account.owner = owner;
    return account;
  }

  private static List<Named> members(String... names) {
    return Stream.of(names).map(Named::new).toList();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  record User(String name, Set<String> roles, Address address) {}

  record Address(String street, String city) {}

  record Named(String name) {}

  record Login(
      String name, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String password) {}

  record Renamed(@JsonAlias("fullName") String name) {}

  record Team(List<Named> members) {}

  record Note(String title, @Nullable String text) {}

  record Person(String firstName, String lastName) {}

  record Labelled(Map<String, String> labels) {}

  record Times(
      Instant instant,
      LocalDate date,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      Duration duration) {}

  record Values(
      UUID uuid,
      URI uri,
      Optional<String> some,
      Optional<String> none,
      Level level,
      Map<String, List<Integer>> lists,
      @Nullable String nothing) {}

  record Numbers(
      BigDecimal money,
      BigDecimal exact,
      BigDecimal large,
      BigInteger big,
      long greatest,
      double fraction,
      float small) {}

  enum Level {
    LOW,
    HIGH
  }

  record Drawing(List<Shape> shapes) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Box.class, name = "box")
  })
  sealed interface Shape permits Circle, Box {}

  record Circle(int radius) implements Shape {}

  record Box(int width, int height) implements Shape {}

  static final class Account {
    @JsonProperty("_id")
    @Nullable String id;

    @JsonProperty("_rev")
    @Nullable String revision;

    @JsonProperty @Nullable String owner;
  }
}
