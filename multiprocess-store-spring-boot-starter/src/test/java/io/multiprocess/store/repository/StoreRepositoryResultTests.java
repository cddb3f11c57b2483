package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.repository.Employee.Task;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.util.Streamable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

class StoreRepositoryResultTests extends Staff {

  interface Employees extends StoreRepository<Employee, String> {
    @Nullable Employee findByName(String name);

    Optional<Employee> findOptionalByName(String name);

    Employee getByName(String name);

    List<Employee> readByAge(int age);

    Set<Employee> queryByAge(int age);

    Collection<Employee> searchByAge(int age);

    Iterable<Employee> findIterableByAge(int age);

    Streamable<Employee> findStreamableByAge(int age);

    Employee[] findArrayByAge(int age);

    Iterator<Employee> findIteratorByAge(int age);

    Stream<Employee> streamByAge(int age);

    Stream<Employee> streamByAgeOrderByNameDesc(int age);

    Stream<Employee> streamByAge(int age, Pageable pageable);

    CompletableFuture<List<Employee>> findFutureByAge(int age);

    long countByAge(int age);

    int countByAgeLessThan(int age);

    boolean existsByAge(int age);

    Optional<Employee> findFirstByOrderByAgeDescNameAsc();

    List<Employee> findTop2ByOrderByNameDesc();

    List<Employee> findFirst2By();

    List<Employee> findByAge(int age, Limit limit);

    List<Employee> findFirst2ByAge(int age, Limit limit);

    List<Employee> findByAge(int age, Sort sort);

    List<Employee> findByAge(int age, Pageable pageable);

    long deleteByAge(int age);

    int deleteIntByAge(int age);

    void removeByName(String name);

    List<Employee> removeByAge(int age);

    Optional<Employee> deleteOneByAge(int age);

    List<Employee> deleteByAgeOrderByNameDesc(int age, Limit limit);

    List<Employee> findDistinctByTasksHoursGreaterThan(int hours);

    default List<String> names() {
      return findTop2ByOrderByNameDesc().stream().map(employee -> employee.name).toList();
    }
  }

  private Employees employees;

  @BeforeEach
  void employ() {
    employees = repository(Employees.class);
    for (String name : List.of("dan", "ann", "cid", "bob")) {
      add(name, employee -> employee.age = name.equals("dan") ? 50 : 30);
    }
  }

  private static String ids(Iterable<Employee> found) {
    return Streamable.of(found).map(employee -> String.valueOf(employee.id)).toList().toString();
  }

  @Test
  void singleResultsAreThereOrNotOrTooMany() {
    assertThat(employees.findByName("ann")).hasToString("ann");
    assertThat(employees.findByName("nobody")).isNull();
    assertThat(employees.findOptionalByName("nobody")).isEmpty();
    assertThat(employees.getByName("dan")).hasToString("dan");
    employees.saveAll(List.of(Employee.of("ann2", employee -> employee.name = "ann")));
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> employees.findByName("ann"))
        .withMessage(
            "More than one %s matches; expected one at most".formatted(Employee.class.getName()));
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> employees.findOptionalByName("ann"));
  }

  @Test
  void manyResultsComeInWhatTheMethodReturns() {
    assertThat(ids(employees.readByAge(30))).isEqualTo("[ann, bob, cid]");
    assertThat(employees.queryByAge(30)).hasSize(3);
    assertThat(ids(employees.searchByAge(30))).isEqualTo("[ann, bob, cid]");
    assertThat(ids(employees.findIterableByAge(30))).isEqualTo("[ann, bob, cid]");
    assertThat(ids(employees.findStreamableByAge(30))).isEqualTo("[ann, bob, cid]");
    assertThat(ids(List.of(employees.findArrayByAge(30)))).isEqualTo("[ann, bob, cid]");
    assertThat(employees.findFutureByAge(30)).succeedsWithin(1, TimeUnit.SECONDS);
  }

  @Test
  void countsAndExistence() {
    assertThat(employees.countByAge(30)).isEqualTo(3);
    assertThat(employees.countByAgeLessThan(99)).isEqualTo(4);
    assertThat(employees.existsByAge(50)).isTrue();
    assertThat(employees.existsByAge(51)).isFalse();
  }

  @Test
  void limitsCutWhatIsInOrder() {
    assertThat(employees.findFirstByOrderByAgeDescNameAsc()).get().hasToString("dan");
    assertThat(ids(employees.findTop2ByOrderByNameDesc())).isEqualTo("[dan, cid]");
    assertThat(ids(employees.findFirst2By())).isEqualTo("[ann, bob]");
    assertThat(ids(employees.findByAge(30, Limit.of(2)))).isEqualTo("[ann, bob]");
    assertThat(ids(employees.findByAge(30, Limit.unlimited()))).isEqualTo("[ann, bob, cid]");
    assertThat(ids(employees.findFirst2ByAge(30, Limit.of(1)))).isEqualTo("[ann]");
    assertThat(ids(employees.findFirst2ByAge(30, Limit.of(9)))).isEqualTo("[ann, bob]");
    assertThat(ids(employees.findByAge(30, Sort.by("name").descending())))
        .isEqualTo("[cid, bob, ann]");
    assertThat(ids(employees.findByAge(30, PageRequest.of(1, 2)))).isEqualTo("[cid]");
    assertThat(employees.names()).containsExactly("dan", "cid");
  }

  @Test
  void entitiesAreDistinctThatMatchTwice() {
    add(
        "two",
        two -> {
          two.tasks.add(new Task("a", 1, List.of()));
          two.tasks.add(new Task("b", 2, List.of()));
        });

    assertThat(ids(employees.findDistinctByTasksHoursGreaterThan(0))).isEqualTo("[two]");
  }

  @Test
  void deletionsTellHowManyOrWhich() {
    assertThat(employees.deleteByAge(99)).isZero();
    assertThat(ids(employees.deleteByAgeOrderByNameDesc(30, Limit.of(1)))).isEqualTo("[cid]");
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> employees.deleteOneByAge(30));
    assertThat(employees.count()).isEqualTo(3);
    assertThat(employees.deleteOneByAge(50)).get().hasToString("dan");
    employees.removeByName("ann");
    assertThat(employees.existsById("ann")).isFalse();
    assertThat(ids(employees.removeByAge(30))).isEqualTo("[bob]");
    add("new", employee -> employee.age = 1);
    assertThat(employees.deleteIntByAge(1)).isOne();
    assertThat(employees.count()).isZero();
  }

  @Test
  void streamsAreReadAsTheyAreConsumedAndClosed() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    StreamSource source = new StreamSource(template, read, closed);

    try (Stream<?> stream = stream(source.ask(Employees.class, "streamByAge", 30))) {
      assertThat(read).hasValue(0);
      assertThat(stream.findFirst()).isPresent();
      assertThat(read.get()).isBetween(1, 3);
      assertThat(closed).hasValue(0);
    }
    assertThat(closed).hasValue(1);
    try (Stream<?> sorted = stream(source.ask(Employees.class, "streamByAgeOrderByNameDesc", 30))) {
      assertThat(closed).as("what is sorted is read at once").hasValue(2);
      assertThat(sorted.toList()).hasToString("[cid, bob, ann]");
    }
    assertThat(ids(employees.streamByAge(30, PageRequest.of(0, 2)).toList()))
        .isEqualTo("[ann, bob]");
  }

  private static Stream<?> stream(@Nullable Object answer) {
    return (Stream<?>) Objects.requireNonNull(answer);
  }

  @Test
  void aPageIsReadOnceAndExistenceNoFurtherThanNeeded() {
    AtomicInteger read = new AtomicInteger();
    StreamSource source = new StreamSource(template, read, new AtomicInteger());

    source.ask(
        StoreRepositoryPagingTests.Employees.class,
        "findTop3ByAgeGreaterThan",
        0,
        PageRequest.of(0, 1));
    assertThat(read).hasValue(4);
    read.set(0);
    assertThat(source.ask(StoreRepositoryAsks.class, "existsByAgeGreaterThan", 0)).isEqualTo(true);
    assertThat(read).hasValue(1);
  }

  interface StoreRepositoryAsks extends StoreRepository<Employee, String> {
    boolean existsByAgeGreaterThan(int age);
  }

  @Test
  void objectsThatAreDeletedMeanwhileAreNotThere() {
    try (Stream<Employee> stream = employees.streamByAge(30)) {
      Iterator<Employee> iterator = stream.iterator();
      Employee first = iterator.next();
      employees.deleteAll();
      assertThat(iterator.hasNext()).as("after %s", first).isFalse();
    }
  }

  @Test
  void damageIsPassedOverForTheRevisionBelow() throws IOException {
    Employee ann = employees.getByName("ann");
    ann.age = 31;
    try (StoreTemplate other = new StoreTemplateFactory(List.of()).open("other", directory)) {
      ann = other.update(ann);
    }
    Files.writeString(
        directory.resolve("ann").resolve(String.valueOf(ann.revision)),
        "{\"torn",
        StandardCharsets.UTF_8);

    assertThat(ids(employees.readByAge(30))).isEqualTo("[ann, bob, cid]");
    assertThat(ids(employees.findAll())).isEqualTo("[ann, bob, cid, dan]");
  }

  @Test
  void anObjectWithNothingReadableFailsQueriesAsItFailsFindAll() throws IOException {
    try (DirectoryStream<Path> revisions = Files.newDirectoryStream(directory.resolve("dan"))) {
      for (Path revision : revisions) {
        Files.writeString(revision, "{", StandardCharsets.UTF_8);
      }
    }
    Class<?> all = outcome(() -> employees.findAll());

    assertThat(outcome(() -> employees.readByAge(30))).isEqualTo(all);
    assertThat(outcome(() -> employees.countByAge(30))).isEqualTo(all);
    assertThat(outcome(() -> employees.findFirst2By())).isEqualTo(all);
  }

  private static Class<?> outcome(Runnable call) {
    try {
      call.run();
      return Void.class;
    } catch (RuntimeException e) {
      return e.getClass();
    }
  }

  interface Later extends StoreRepository<Employee, String> {
    @Async
    CompletableFuture<List<Employee>> findByAge(int age);

    @Async
    CompletableFuture<Employee> findByName(String name);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAsync
  @EnableStoreRepositories(
      considerNestedRepositories = true,
      includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Later.class),
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests\\$(?!Later).*"))
  static class AsyncApplication {}

  @Test
  void futuresAreAnsweredElsewhere() {
    new ApplicationContextRunner()
        .withUserConfiguration(AsyncApplication.class)
        .withBean("storeTemplate", StoreTemplate.class, () -> template)
        .run(
            context -> {
              Later later = context.getBean(Later.class);
              assertThat(ids(later.findByAge(30).get())).isEqualTo("[ann, bob, cid]");
              assertThat(later.findByName("ann").get()).hasToString("ann");
            });
    assertThat(directory.resolve("ann")).as("an object after shutdown").isNotEmptyDirectory();
  }
}
