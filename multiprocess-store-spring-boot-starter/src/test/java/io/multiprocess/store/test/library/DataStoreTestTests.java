package io.multiprocess.store.test.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.autoconfigure.MultiprocessStoreRepositoriesAutoConfiguration;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.spring.StoreFeeds;
import io.multiprocess.store.spring.StoreMapperCustomizer;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.AutoConfigureDataStore;
import io.multiprocess.store.test.DataStoreTest;
import io.multiprocess.store.test.TemporaryStores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.mapping.callback.EntityCallback;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Runs test classes on temporary stores, and looks at what they met. */
class DataStoreTestTests {

  private static final Path NEVER = Path.of("target/library/never");

  /** Where the default store of a test class was. */
  private static final Map<Class<?>, Path> directories = new ConcurrentHashMap<>();

  @AfterAll
  static void configuredPathsAreNeverTouched() {
    assertThat(NEVER).doesNotExist();
  }

  @Test
  void sliceHasStoresAndNothingElse() {
    TestClasses.pass(Slice.class);
  }

  @Test
  void sliceAuditsAndCallsBack() {
    TestClasses.pass(Audited.class);
  }

  @Test
  void sliceIsObservedByARegistryThatATestBrings() {
    TestClasses.pass(Observed.class);
  }

  @Test
  void filtersAddAndTakeAway() {
    TestClasses.pass(Filtered.class);
  }

  @Test
  void applicationWithoutAConfiguredStoreHasTheDefaultOne() {
    TestClasses.pass(Unconfigured.class);
  }

  @Test
  void eachClassHasADirectoryThatIsRemovedWithItsContext() {
    TestClasses.pass(One.class, Other.class);

    Path one = Objects.requireNonNull(directories.get(One.class));
    Path other = Objects.requireNonNull(directories.get(Other.class));
    assertThat(one.getParent()).isNotEqualTo(other.getParent()).doesNotExist();
    assertThat(other.getParent()).doesNotExist();
  }

  @Test
  void classesThatRunAtOnceMeetOnlyWhatIsTheirs() {
    TestClasses.passAtOnce(ParallelOne.class, ParallelOther.class);
  }

  @Test
  void nestedClassesHaveTheStoresOfTheClassAroundThem() {
    TestClasses.pass(Outer.class);
  }

  @Test
  void storesBeginWithSeeds() {
    TestClasses.pass(Seeded.class, SeededBesideTheClass.class);
  }

  @Test
  void seedsOfUnknownStoresAreRefused() {
    assertThat(TestClasses.failure(SeededElsewhere.class))
        .hasStackTraceContaining(
            "Seeds are for stores [members]; expected only stores that are configured, [default]");
  }

  @Test
  void seedsThatAreNotThereAreRefused() {
    assertThat(TestClasses.failure(SeededFromNowhere.class))
        .hasStackTraceContaining(
            "Seed 'classpath:/nowhere' has no files; expected <store>/<id>.json in it");
  }

  @Test
  void seedsThatAreNoObjectsAreRefused() {
    assertThat(TestClasses.failure(SeededWithAList.class))
        .hasStackTraceContaining("list.json] is no JSON object");
  }

  @Test
  void wholeApplicationsHaveTemporaryStoresToo() {
    TestClasses.pass(Whole.class);
  }

  @Test
  void pathsOfOtherSourcesAreNotRead() {
    TestClasses.pass(Dynamic.class);
  }

  @Test
  void classesShareStoresThatAreForAll() {
    TestClasses.pass(SharingOne.class, SharingOther.class);

    assertThat(directories.get(SharingOne.class)).isEqualTo(directories.get(SharingOther.class));
  }

  @Test
  void otherSlicesTakeStoresBesides() {
    TestClasses.pass(Mixed.class);
  }

  private static Path directory(StoreTemplate template) {
    return template.files().orElseThrow().directory();
  }

  @DataStoreTest
  @ActiveProfiles("library")
  static class Slice {

    @Autowired ApplicationContext context;

    @Test
    void has() {
      assertThat(context.getBeansOfType(StoreTemplate.class))
          .containsOnlyKeys("storeTemplate", "membersStoreTemplate", "dueDatesStoreTemplate");
      assertThat(context.getBean(Members.class).count()).isZero();
      assertThat(context.getBeansOfType(StoreMapperCustomizer.class)).containsOnlyKeys("dates");
      assertThat(context.getBeansOfType(StoreOptionsCustomizer.class)).containsOnlyKeys("depth");
      assertThat(context.getBeansOfType(ConflictResolver.class)).containsOnlyKeys("longerTitle");
      assertThat(context.getBeansOfType(EntityCallback.class)).containsOnlyKeys("spaces");
      assertThat(context.getBeansOfType(AuditorAware.class)).containsOnlyKeys("clerk");
    }

    @Test
    void hasNot() {
      for (Class<?> type :
          new Class<?>[] {
            Librarian.class,
            Catalogue.class,
            Clock.class,
            Catalogue.Pages.class,
            Desk.class,
            StoreMonitors.class,
            StoreFeeds.class
          }) {
        assertThat(context.getBeanNamesForType(type)).as(type.getName()).isEmpty();
      }
      assertThat(context.containsBean("multiprocessStoreHealthContributor")).isFalse();
      assertThat(context.containsBean("jacksonJsonMapper")).isFalse();
    }

    @Test
    void keepsTheOptionsOfAStoreExceptWhereItIs(
        @Autowired @Qualifier("due-dates") StoreTemplate dueDates,
        @Autowired Environment configured) {
      Book emma = dueDates.create(new Book("emma", null, "Emma"));
      dueDates.update(emma);

      assertThatExceptionOfType(OptimisticLockingFailureException.class)
          .isThrownBy(() -> dueDates.update(emma));
      assertThat(configured.getProperty("multiprocess-store.stores.due-dates.path"))
          .isEqualTo(directory(dueDates).toString());
      assertThat(
              configured.getProperty(
                  "multiprocess-store.stores.due-dates.durability", Durability.class))
          .isEqualTo(Durability.NONE);
    }
  }

  @DataStoreTest(properties = "multiprocess-store.changes.enabled=true")
  @Import(Desk.class)
  @ActiveProfiles("library")
  static class Audited {

    @Test
    void entitiesPassAuditingAndCallbacks(@Autowired Members members) {
      Member ada = members.save(new Member("ada", null, " Ada ", null));

      assertThat(ada.clerk()).isEqualTo("ada");
      assertThat(ada.name()).isEqualTo("Ada");
    }
  }

  @DataStoreTest(seed = "/stores")
  @Import(Observed.Registry.class)
  @ActiveProfiles("library")
  static class Observed {

    @Test
    void operationsAreSeenAndSeedsAreNot(
        @Autowired TestObservationRegistry registry, @Autowired Books books) {
      books.findById("emma");

      TestObservationRegistryAssert.assertThat(registry)
          .hasNumberOfObservationsWithNameEqualTo("multiprocess.store.operations", 1);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Registry {

      @Bean
      TestObservationRegistry registry() {
        return TestObservationRegistry.create();
      }
    }
  }

  @DataStoreTest(
      includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Librarian.class),
      excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Dates.class))
  @ActiveProfiles("library")
  static class Filtered {

    @Test
    void components(
        @Autowired Librarian librarian, @Autowired Books books, @Autowired ApplicationContext all) {
      librarian.add("emma", "Emma");

      assertThat(books.findAll()).extracting(Book::title).containsExactly("Emma");
      assertThat(all.getBeanNamesForType(Dates.class)).isEmpty();
      assertThat(all.getBeanNamesForType(Catalogue.class)).isEmpty();
    }
  }

  @DataStoreTest(excludeAutoConfiguration = MultiprocessStoreRepositoriesAutoConfiguration.class)
  static class Unconfigured {

    @Test
    void stores(@Autowired Map<String, StoreTemplate> all) {
      assertThat(all).containsOnlyKeys("storeTemplate");
    }
  }

  @DataStoreTest
  @ActiveProfiles("library")
  @DirtiesContext
  static class One {

    @Test
    void beginsEmpty(@Autowired Books books, @Autowired StoreTemplate template) {
      assertThat(books.count()).isZero();
      books.save(new Book("emma", null, "Emma"));
      directories.put(getClass(), directory(template));
      assertThat(directory(template)).isDirectory();
    }
  }

  static class Other extends One {}

  @DataStoreTest
  @ActiveProfiles("library")
  abstract static class Parallel {

    private static final CyclicBarrier bothAreOpen = new CyclicBarrier(2);

    @Test
    void meetsOnlyWhatIsItsOwn(@Autowired Books books) throws Exception {
      books.save(new Book(getClass().getSimpleName(), null, "Emma"));
      bothAreOpen.await(1, TimeUnit.MINUTES);

      assertThat(books.findAll()).extracting(Book::id).containsExactly(getClass().getSimpleName());
    }
  }

  static class ParallelOne extends Parallel {}

  static class ParallelOther extends Parallel {}

  @DataStoreTest
  @ActiveProfiles("library")
  static class Outer {

    @Test
    void runsBeforeNestedClasses(@Autowired StoreTemplate template) {
      directories.put(Outer.class, directory(template));
    }

    @Nested
    class Inner {

      @Test
      void isThere(@Autowired StoreTemplate template) {
        assertThat(directory(template)).isEqualTo(directories.get(Outer.class));
      }

      @Nested
      class Innermost {

        @Test
        void isThereToo(@Autowired StoreTemplate template) {
          assertThat(directory(template)).isEqualTo(directories.get(Outer.class));
        }
      }
    }

    @Nested
    @TemporaryStores(seed = "/stores")
    class WithStoresOfItsOwn {

      @Test
      void isElsewhere(@Autowired StoreTemplate template, @Autowired Books books) {
        assertThat(directory(template)).isNotEqualTo(directories.get(Outer.class));
        assertThat(books.findAll()).extracting(Book::title).containsExactly("Emma");
      }
    }
  }

  @DataStoreTest(seed = "/stores")
  @ActiveProfiles("library")
  static class Seeded {

    @Test
    void has(@Autowired Books books, @Autowired Members members) {
      assertThat(books.findAll()).extracting(Book::id).containsExactly("emma");
      assertThat(members.findAll())
          .extracting(Member::id, Member::name)
          .containsExactly(tuple("ada", "Ada"), tuple("staff/bo", "Bo"));
    }
  }

  @DataStoreTest(seed = {"seeds", "classpath:stores/"})
  @ActiveProfiles("library")
  static class SeededBesideTheClass {

    @Test
    void has(@Autowired Books books) {
      assertThat(books.findAll()).extracting(Book::id).containsExactly("emma", "persuasion");
    }
  }

  @DataStoreTest(seed = "/stores")
  static class SeededElsewhere {

    @Test
    void neverRuns(@Autowired StoreTemplate template) {
      assertThat(template).isNull();
    }
  }

  @DataStoreTest(seed = "/nowhere")
  static class SeededFromNowhere extends SeededElsewhere {}

  @DataStoreTest(seed = "lists")
  static class SeededWithAList extends SeededElsewhere {}

  @SpringBootTest
  @TemporaryStores(seed = "/stores")
  @ActiveProfiles("library")
  static class Whole {

    @Test
    void has(
        @Autowired Librarian librarian, @Autowired Books books, @Autowired StoreMonitors monitors) {
      librarian.add("persuasion", "Persuasion");

      assertThat(books.findAll()).extracting(Book::id).containsExactly("emma", "persuasion");
      assertThat(monitors).hasSize(3);
    }
  }

  @DataStoreTest
  @ActiveProfiles("library")
  static class Dynamic {

    @DynamicPropertySource
    static void paths(DynamicPropertyRegistry registry) {
      registry.add("multiprocess-store.path", () -> NEVER.resolve("dynamic"));
      registry.add("multiprocess-store.stores.late.path", () -> NEVER.resolve("late"));
    }

    @Test
    void isTemporaryAllTheSame(@Autowired Map<String, StoreTemplate> all) {
      assertThat(all).hasSize(4).containsKey("lateStoreTemplate");
      assertThat(all.values())
          .allSatisfy(template -> assertThat(directory(template).toString()).contains("-test-"));
    }
  }

  @SpringBootTest
  @TemporaryStores(shared = true)
  @ActiveProfiles("library")
  static class SharingOne {

    @Test
    void remember(@Autowired StoreTemplate template) {
      directories.put(getClass(), directory(template));
    }
  }

  @SpringBootTest
  @TemporaryStores(shared = true)
  @ActiveProfiles("library")
  static class SharingOther extends SharingOne {}

  @JsonTest
  @AutoConfigureDataStore
  @TemporaryStores
  @ActiveProfiles("library")
  static class Mixed {

    @Test
    void has(@Autowired Books books, @Autowired ApplicationContext context) {
      assertThat(books.count()).isZero();
      assertThat(context.containsBean("jacksonJsonMapper")).isTrue();
      assertThat(context.getBeanNamesForType(Librarian.class)).isEmpty();
    }
  }
}
