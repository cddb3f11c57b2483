package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.observation.StoreObserver;
import io.multiprocess.store.spring.EntityLifecycle;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReport.DuplicateValue;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.support.WindowIterator;

class IndexedRepositoryTests {

  @TempDir Path directory;

  private final AtomicInteger read = new AtomicInteger();
  private final StoreIndexes indexes = new StoreIndexes();
  private StoreTemplate template;
  private Guests guests;

  /** Counts what is read as an entity. */
  private final EntityLifecycle counting =
      new EntityLifecycle() {
        @Override
        public <T> T beforeSave(T entity, String store) {
          indexes.requireUnique(store, entity);
          return entity;
        }

        @Override
        public <T> T afterConvert(T entity, String store) {
          read.incrementAndGet();
          return entity;
        }
      };

  @BeforeEach
  void open() {
    template = template();
    for (int i = 0; i < 20; i++) {
      template.create(Guest.of("guest-%02d".formatted(i), i / 2, i % 5 == 0 ? "vip" : "other"));
    }
    guests = new StoreRepositoryFactory(template, indexes).getRepository(Guests.class);
  }

  private StoreTemplate template() {
    return new StoreTemplateFactory(List.of(), Map.of(), counting, StoreObserver.NONE)
        .open("guests", directory);
  }

  @AfterEach
  void close() {
    indexes.stop();
    template.close();
  }

  private IndexReport report() {
    return indexes.indexes("guests").get(0);
  }

  private void startIndexes() {
    indexes.start();
    await().until(() -> report().ready() && readsOf(() -> guests.findByAge(3)) == 2);
  }

  private int readsOf(Runnable query) {
    int before = read.get();
    query.run();
    return read.get() - before;
  }

  private static List<String> ids(Iterable<Guest> found) {
    List<String> ids = new ArrayList<>();
    found.forEach(guest -> ids.add(guest.id()));
    return ids;
  }

  @Test
  void queriesReadEverythingUntilTheIndexIsBuilt() {
    assertThat(readsOf(() -> assertThat(guests.findByAge(3)).hasSize(2))).isEqualTo(20);
    assertThat(report().ready()).isFalse();

    startIndexes();

    assertThat(report().objects()).isEqualTo(20);
    assertThat(report().properties()).containsExactly("email", "age", "tags", "address.city");
  }

  @Test
  void queriesReadCandidatesAlone() {
    startIndexes();

    assertThat(readsOf(() -> assertThat(guests.findByAgeBetween(2, 3)).hasSize(4))).isEqualTo(4);
    assertThat(readsOf(() -> assertThat(guests.findByTagsContaining("vip")).hasSize(4)))
        .isEqualTo(4);
    assertThat(
            readsOf(
                () ->
                    assertThat(ids(guests.findByAgeInAndTagsContaining(List.of(0, 1, 9), "vip")))
                        .containsExactly("guest-00")))
        .isEqualTo(4);
    assertThat(readsOf(() -> assertThat(guests.findByEmailLike("%")).isEmpty())).isEqualTo(20);
    assertThat(readsOf(() -> assertThat(guests.findByEmail("a@b.c")).isEmpty())).isZero();
    assertThat(readsOf(() -> assertThat(guests.findByEmailIsNull()).hasSize(20))).isEqualTo(20);
    ExampleMatcher byAge = ExampleMatcher.matching().withIgnorePaths("id", "tags", "revision");
    Example<Guest> example = Example.of(Guest.of("any", 7), byAge);
    assertThat(readsOf(() -> assertThat(guests.findAll(example)).hasSize(2))).isEqualTo(2);
  }

  @Test
  void pagesInTheOrderOfAnIndexReadWhatTheyShow() {
    startIndexes();
    Sort byAge = Sort.by("age").descending();

    List<Page<Guest>> pages = new ArrayList<>();
    assertThat(readsOf(() -> pages.add(guests.findAll(PageRequest.of(1, 4, byAge)))))
        .isLessThanOrEqualTo(10);
    assertThat(ids(pages.get(0))).containsExactly("guest-14", "guest-15", "guest-12", "guest-13");
    assertThat(pages.get(0).getTotalElements()).isEqualTo(20);
    assertThat(
            readsOf(
                () ->
                    assertThat(ids(guests.findFirst3ByOrderByAgeDesc()))
                        .containsExactly("guest-18", "guest-19", "guest-16")))
        .isEqualTo(4);
    Slice<Guest> none = guests.findByEmailIsNotNullOrderByAge(PageRequest.of(0, 2));
    assertThat(none).isEmpty();
    assertThat(none.hasNext()).isFalse();
  }

  @Test
  void windowsInTheOrderOfAnIndexGoOnWhereTheyWere() {
    startIndexes();
    AtomicInteger most = new AtomicInteger();
    WindowIterator<Guest> all =
        WindowIterator.of(
                (ScrollPosition position) -> {
                  int before = read.get();
                  var window = guests.findFirst3ByOrderByAgeAsc(position);
                  most.accumulateAndGet(read.get() - before, Math::max);
                  return window;
                })
            .startingAt(ScrollPosition.keyset());

    List<String> seen = new ArrayList<>();
    all.forEachRemaining(guest -> seen.add(guest.id()));

    assertThat(seen)
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj("guest-%02d"::formatted).toList());
    assertThat(most.get()).isLessThanOrEqualTo(6);
  }

  @Test
  void everyWriteIsSeenByTheNextQuery() {
    startIndexes();
    try (StoreTemplate other = template()) {
      for (int i = 0; i < 100; i++) {
        StoreTemplate writer = i % 2 == 0 ? template : other;
        Guest guest = writer.get(Guest.class, "guest-07");
        writer.update(guest.aged(100 + i).livingIn("city-" + i));
        assertThat(ids(guests.findByAge(100 + i))).containsExactly("guest-07");
        assertThat(ids(guests.findByAddressCity("city-" + i))).containsExactly("guest-07");
        assertThat(guests.findByAge(99 + i)).isEmpty();
      }
      other.delete("guest-07");
    }
    assertThat(guests.findByAgeBetween(100, 1000)).isEmpty();
    assertThat(report().objects()).isEqualTo(19);
  }

  @Test
  void whatIsCopiedIntoTheStoreIsSeenByTheNextQuery(@TempDir Path elsewhere) throws IOException {
    startIndexes();
    Files.createDirectory(elsewhere.resolve("guest-07"));
    copyMissing(directory.resolve("guest-07"), elsewhere.resolve("guest-07"));
    try (StoreTemplate other = new StoreTemplateFactory(List.of()).open("other", elsewhere)) {
      for (int i = 0; i < 50; i++) {
        other.update(other.get(Guest.class, "guest-07").aged(100 + i));
        copyMissing(elsewhere.resolve("guest-07"), directory.resolve("guest-07"));
        assertThat(ids(guests.findByAge(100 + i))).containsExactly("guest-07");
        assertThat(guests.findByAge(99 + i)).isEmpty();
        assertThat(guests.findAll(PageRequest.of(0, 1, Sort.by("age").descending())).getContent())
            .extracting(Guest::age)
            .containsExactly(100 + i);
      }
    }
  }

  private static void copyMissing(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (Files.notExists(to.resolve(file.getFileName()))) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void whatHappensWhileIndexesAreStoppedIsSeenAfterwards() {
    startIndexes();
    indexes.stop();
    assertThat(indexes.isRunning()).isFalse();
    template.create(Guest.of("late", 3));
    template.delete("guest-06");
    assertThat(ids(guests.findByAge(3))).containsExactly("guest-07", "late");

    indexes.start();

    await()
        .until(
            () ->
                readsOf(
                        () ->
                            assertThat(ids(guests.findByAge(3)))
                                .containsExactly("guest-07", "late"))
                    == 2);
  }

  @Test
  void valueThatIsToBeUniqueIsRefusedTheSecondTime() {
    startIndexes();
    Guest alice = guests.findById("guest-01").orElseThrow();
    guests.save(alice.reachableAt("a@b.c"));
    Guest bob = guests.findById("guest-02").orElseThrow();

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> guests.save(bob.reachableAt("a@b.c")))
        .withMessage(
            "Object 'guest-02' in store 'guests' cannot have email 'a@b.c', which is to be unique: 'guest-01' has it");
    Guest again = guests.findById("guest-01").orElseThrow();
    guests.save(again.aged(50));
    guests.save(bob.reachableAt("b@b.c"));
    assertThat(ids(guests.findByEmailStartingWith("b"))).containsExactly("guest-02");
    assertThat(report().duplicates()).isEmpty();
  }

  @Test
  void valueThatWasWrittenTwiceAllTheSameIsReported() {
    try (StoreTemplate unaware = new StoreTemplateFactory(List.of()).open("other", directory)) {
      for (String id : List.of("guest-04", "guest-03")) {
        unaware.update(unaware.get(Guest.class, id).reachableAt("a@b.c"));
      }
      startIndexes();
      assertThat(report().duplicates())
          .containsExactly(new DuplicateValue("email", "a@b.c", List.of("guest-03", "guest-04")));

      unaware.update(unaware.get(Guest.class, "guest-03").reachableAt(null));
      await().until(() -> report().duplicates().isEmpty());
    }
  }

  @Test
  void damagedObjectsMayMatchAnything() throws Exception {
    Path file;
    try (Stream<Path> files = Files.list(directory.resolve("guest-06"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    indexes.start();
    await().until(() -> report().ready() && report().unreadable() == 1);
    await()
        .until(
            () ->
                readsOf(() -> assertThat(ids(guests.findByAge(3))).containsExactly("guest-07"))
                    == 1);

    Files.write(file, whole);

    assertThat(ids(guests.findByAge(3))).containsExactly("guest-06", "guest-07");
  }
}
