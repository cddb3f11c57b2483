package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.ObjectNode;

/** Values that are handed to several readers, and those that are not. */
class SharedValuesTests {

  @TempDir Path directory;

  /** Nobody can change it. */
  record Team(String name, List<String> members, @Nullable Lead lead) {
    Team {
      members = List.copyOf(members);
    }
  }

  record Lead(String name, @Nullable LocalDate since) {}

  /** Whoever has it can change the list that the mapper made. */
  record OpenTeam(String name, List<String> members) {}

  /** The list is out of reach of its accessor, but not of the other method. */
  record LeakingTeam(String name, List<String> members) {
    @Override
    public List<String> members() {
      return List.copyOf(members);
    }

    void join(String member) {
      members.add(member);
    }
  }

  /** Knows nothing of what the others know. */
  record Titled(@Nullable String title) {}

  record Price(BigDecimal amount) {}

  /** Not final, so that it may have fields of its own that change. */
  static final class Amount extends BigDecimal {
    private static final long serialVersionUID = 1L;

    Amount() {
      super("1.5");
    }
  }

  record Box(@Nullable Object content) {}

  @Test
  void valueThatNobodyCanChangeIsMappedOnceForEachRevision() {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      TypedStore<Team> teams = store.typed(Team.class);
      Team first = new Team("first", List.of("ann"), new Lead("ann", LocalDate.of(2026, 1, 2)));
      Versioned<Team> created = teams.create("team", first);
      teams.get("team");

      Versioned<Team> read = teams.get("team");
      assertThat(read).isEqualTo(created);
      assertThat(store.typed(Team.class).find("team").orElseThrow().value()).isSameAs(read.value());
      try (Stream<Versioned<Team>> all = teams.all()) {
        assertThat(all)
            .singleElement()
            .satisfies(t -> assertThat(t.value()).isSameAs(read.value()));
      }

      Team second = new Team("second", List.of(), null);
      teams.update(read.withValue(second));
      teams.get("team");
      assertThat(teams.get("team").value()).isEqualTo(second).isSameAs(teams.get("team").value());
    }
  }

  @Test
  void whatOthersWriteIsSeenAtOnce() {
    try (FileObjectStore store = FileObjectStore.open(directory);
        FileObjectStore other = FileObjectStore.open(directory)) {
      TypedStore<Team> teams = store.typed(Team.class);
      TypedStore<Team> others = other.typed(Team.class);
      Versioned<Team> written = others.create("team", new Team("0", List.of(), null));
      for (int i = 1; i <= 50; i++) {
        written = others.update(written.withValue(new Team("" + i, List.of(), null)));
        assertThat(teams.get("team")).isEqualTo(written);
        assertThat(teams.get("team")).isEqualTo(written);
      }
      assertThat(others.store().delete("team")).isTrue();
      assertThat(teams.find("team")).isEmpty();
    }
  }

  @Test
  void valueThatCouldBeChangedIsTheCallersOwn() {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      store.typed(Team.class).create("team", new Team("team", List.of("ann"), null));
      for (int i = 0; i < 3; i++) {
        OpenTeam open = store.typed(OpenTeam.class).get("team").value();
        LeakingTeam leaking = store.typed(LeakingTeam.class).get("team").value();
        assertThat(open.members()).containsExactly("ann");
        assertThat(leaking.members()).containsExactly("ann");
        open.members().add("bob");
        leaking.join("bob");
      }
    }
  }

  @Test
  void everyTypeAndMapperHasItsOwn() {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      TypedStore<Lead> leads = store.typed(Lead.class);
      TypedStore<Lead> shouting =
          TypedStore.of(
              store,
              Lead.class,
              StoreMapper.builder()
                  .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                  .build());
      leads.create("ann", new Lead("Ann", null));
      for (int i = 0; i < 3; i++) {
        assertThat(leads.get("ann").value().name()).isEqualTo("Ann");
        assertThat(store.typed(Titled.class).get("ann").value().title()).isNull();
        assertThat(shouting.get("ann").value().name()).isNull();
      }
    }
  }

  @Test
  void documentsAreTheCallersOwn() {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      TypedStore<Lead> leads = store.typed(Lead.class);
      leads.create("ann", new Lead("Ann", null));
      for (int i = 0; i < 3; i++) {
        assertThat(leads.get("ann").value().name()).isEqualTo("Ann");
        store.get("ann").value().put("name", "Bob");
        try (Stream<Versioned<Lead>> all = leads.all()) {
          assertThat(all).allSatisfy(each -> assertThat(each.value().name()).isEqualTo("Ann"));
        }
      }
    }
  }

  @Test
  void documentThatIsReadAgainAndAgainIsTheCallersOwn() {
    createLead();
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      for (int i = 0; i < 4; i++) {
        assertThat(store.get("ann").value().put("name", "Bob").size()).isEqualTo(2);
        assertThat(store.get("ann").value().get("name").stringValue()).isEqualTo("Ann");
      }
      Versioned<ObjectNode> edited = store.update(store.get("ann"));
      for (int i = 0; i < 4; i++) {
        edited.value().put("name", "Bob");
        assertThat(store.get("ann").value().put("name", "Cid").size()).isEqualTo(2);
        assertThat(store.get("ann").value().get("name").stringValue()).isEqualTo("Ann");
      }
    }
  }

  /** What their trees would take is twice as much as there is room for. */
  @Test
  void cacheHasRoomForManyValuesThatAreShared() {
    int many = 300;
    try (FileObjectStore store =
        FileObjectStore.open(
            directory,
            StoreOptions.defaults()
                .withDurability(Durability.NONE)
                .withCacheBytes(many * 1_600L))) {
      TypedStore<Team> teams = store.typed(Team.class);
      Team team = new Team("team", List.of("ann", "bob", "cid"), new Lead("ann", null));
      for (int i = 0; i < many; i++) {
        teams.create("team-" + i, team);
      }
      List<Team> first =
          IntStream.range(0, many).mapToObj(i -> teams.get("team-" + i).value()).toList();

      for (int i = 0; i < many; i++) {
        assertThat(teams.get("team-" + i).value()).isSameAs(first.get(i));
      }
    }
  }

  @Test
  void valueOfTheFirstReadIsShared() {
    createLead();
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      TypedStore<Lead> leads = store.typed(Lead.class);

      Lead first = leads.get("ann").value();

      assertThat(leads.get("ann").value()).isSameAs(first);
    }
  }

  @Test
  void whoReadsFirstMayChangeWhatItWasGiven() {
    createLead();
    DocumentMapping<String> renaming =
        (id, revision, document) -> document.put("name", "Bob").get("name").stringValue();
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      store.get("ann").value().put("name", "Bob");

      assertThat(store.get("ann").value().get("name").stringValue()).isEqualTo("Ann");
    }
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      assertThat(store.get("ann", renaming).value()).isEqualTo("Bob");
      assertThat(store.get("ann").value().get("name").stringValue()).isEqualTo("Ann");
    }
  }

  private void createLead() {
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      store.typed(Lead.class).create("ann", new Lead("Ann", null));
    }
  }

  @Test
  void withoutACacheEveryValueIsMade() {
    StoreOptions options = StoreOptions.defaults().withCacheBytes(0);
    try (FileObjectStore store = FileObjectStore.open(directory, options)) {
      TypedStore<Lead> leads = store.typed(Lead.class);
      leads.create("ann", new Lead("Ann", null));
      leads.get("ann");

      assertThat(leads.get("ann").value()).isNotSameAs(leads.get("ann").value());
    }
  }

  static Stream<@Nullable Object> proven() {
    return Stream.of(
        null,
        "text",
        1,
        2L,
        'c',
        true,
        new BigDecimal("1.5"),
        new UUID(1, 2),
        Instant.EPOCH,
        DayOfWeek.MONDAY,
        Optional.empty(),
        Optional.of("text"),
        List.of(),
        List.of(1, 2, 3),
        Stream.of(1, null).toList(),
        Set.of(1),
        Set.copyOf(new HashSet<>(List.of(1, 2, 3))),
        Map.of("one", List.of(1)),
        Map.copyOf(Map.of(1, 1, 2, 2)),
        Collections.emptyList(),
        new Box("text"),
        new Price(new BigDecimal("1.5")),
        new Box(new Box(List.of(new Lead("ann", null)))));
  }

  @ParameterizedTest
  @MethodSource("proven")
  void cannotBeChanged(@Nullable Object value) {
    assertThat(Immutability.isProven(value)).isTrue();
  }

  static Stream<Object> unproven() {
    return Stream.of(
        new ArrayList<>(),
        Arrays.asList(1, 2),
        Collections.unmodifiableList(new ArrayList<>()),
        new LinkedHashMap<>(),
        new int[0],
        new AtomicInteger(),
        new Object(),
        Optional.of(new ArrayList<>()),
        List.of(new ArrayList<>()),
        Map.of("one", new ArrayList<>()),
        Map.of(new Box(new ArrayList<>()), 1),
        new Box(new int[0]),
        new Box(new Box(new ArrayList<>())),
        new Amount(),
        new Price(new Amount()));
  }

  @ParameterizedTest
  @MethodSource("unproven")
  void mayBeChanged(Object value) {
    assertThat(Immutability.isProven(value)).isFalse();
  }
}
