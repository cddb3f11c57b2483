package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.repository.Employee.Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.GenericPropertyMatchers;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;

class StoreRepositoryExampleTests extends Staff {

  interface Employees extends StoreRepository<Employee, String> {}

  interface Named {
    String getName();
  }

  record NameAndAge(String name, int age) {}

  /** A probe's primitives and its empty collections are values like any other. */
  private static final ExampleMatcher MATCHER =
      ExampleMatcher.matching().withIgnorePaths("age", "tasks", "points");

  private Employees employees;

  @BeforeEach
  void employ() {
    employees = repository(Employees.class);
    add("a", ann -> details(ann, "Ann", 30, new Address("Bonn", 1)));
    add("b", bob -> details(bob, "bob", 40, new Address("Ulm", 1)));
    add("c", cid -> details(cid, "ANN", 50, null));
  }

  private static void details(Employee employee, String name, int age, @Nullable Address address) {
    employee.name = name;
    employee.age = age;
    employee.address = address;
  }

  private static Example<Employee> like(ExampleMatcher matcher, Consumer<Employee> details) {
    Employee probe = new Employee();
    details.accept(probe);
    return Example.of(probe, matcher);
  }

  private String ids(Example<Employee> example) {
    return employees.findAll(example).stream()
        .map(employee -> String.valueOf(employee.id))
        .reduce("", String::concat);
  }

  @Test
  void whatIsNotNullIsCompared() {
    assertThat(ids(like(MATCHER, probe -> probe.name = "Ann"))).isEqualTo("a");
    assertThat(ids(like(MATCHER, probe -> probe.id = "b"))).isEqualTo("b");
    assertThat(ids(like(MATCHER, probe -> {}))).isEqualTo("abc");
    assertThat(ids(like(MATCHER, probe -> probe.address = new Address(null, 1)))).isEqualTo("ab");
    assertThat(ids(like(ExampleMatcher.matching(), probe -> probe.age = 40))).isEqualTo("b");
    assertThat(ids(like(ExampleMatcher.matching(), probe -> {}))).isEmpty();
  }

  @Test
  void textIsComparedAsTheMatcherSays() {
    for (StringMatcher matcher : StringMatcher.values()) {
      ExampleMatcher ignoring = MATCHER.withStringMatcher(matcher).withIgnoreCase();
      String text = matcher == StringMatcher.REGEX ? "a.n" : "ann";
      assertThat(ids(like(ignoring, probe -> probe.name = text))).as("%s", matcher).isEqualTo("ac");
    }
    assertThat(ids(like(MATCHER.withStringMatcher(StringMatcher.STARTING), p -> p.name = "A")))
        .isEqualTo("ac");
    assertThat(ids(like(MATCHER.withStringMatcher(StringMatcher.ENDING), p -> p.name = "n")))
        .isEqualTo("a");
    assertThat(
            ids(
                like(
                    MATCHER.withMatcher("address.city", GenericPropertyMatchers.contains()),
                    p -> p.address = new Address("l", 1))))
        .isEqualTo("b");
  }

  @Test
  void nullsAnyAndTransformers() {
    ExampleMatcher noAddress =
        MATCHER
            .withIncludeNullValues()
            .withIgnorePaths(
                "age",
                "tasks",
                "points",
                "id",
                "revision",
                "name",
                "salary",
                "joined",
                "born",
                "rank",
                "active",
                "tags",
                "skills",
                "token",
                "nickname");
    assertThat(ids(like(noAddress, probe -> {}))).isEqualTo("c");
    ExampleMatcher any = ExampleMatcher.matchingAny().withIgnorePaths("age", "tasks", "points");
    assertThat(
            ids(
                like(
                    any,
                    probe -> {
                      probe.name = "bob";
                      probe.id = "c";
                    })))
        .isEqualTo("bc");
    ExampleMatcher transformed =
        MATCHER.withTransformer("name", name -> name.map(text -> text.toString().trim()));
    assertThat(ids(like(transformed, probe -> probe.name = " bob "))).isEqualTo("b");
    ExampleMatcher dropped = MATCHER.withTransformer("name", name -> Optional.empty());
    assertThat(ids(like(dropped, probe -> probe.name = "x"))).isEqualTo("abc");
  }

  @Test
  void everyFormOfAnswer() {
    Example<Employee> anns = like(MATCHER.withIgnoreCase(), probe -> probe.name = "ann");

    assertThat(employees.count(anns)).isEqualTo(2);
    assertThat(employees.exists(anns)).isTrue();
    assertThat(employees.findAll(anns, Sort.by("age").descending())).hasToString("[c, a]");
    Page<Employee> page = employees.findAll(anns, PageRequest.of(1, 1));
    assertThat(page.getContent()).hasToString("[c]");
    assertThat(page.getTotalElements()).isEqualTo(2);
    assertThat(employees.findOne(like(MATCHER, probe -> probe.name = "bob"))).isPresent();
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> employees.findOne(anns));
  }

  private <R> R ask(Function<FetchableFluentQuery<Employee>, R> question) {
    Example<Employee> all = like(MATCHER, probe -> {});
    return employees.findBy(all, question);
  }

  @Test
  void detailsArePutOneByOne() {
    List<Employee> sorted = ask(query -> query.sortBy(Sort.by("age").descending()).limit(2).all());
    assertThat(sorted).hasToString("[c, b]");
    Named named = ask(query -> query.as(Named.class).first().orElseThrow());
    assertThat(named.getName()).isEqualTo("Ann");
    List<NameAndAge> views = ask(query -> query.as(NameAndAge.class).project("name", "age").all());
    assertThat(views).contains(new NameAndAge("bob", 40));
    long count = ask(FetchableFluentQuery::count);
    assertThat(count).isEqualTo(3);
    boolean exists = ask(FetchableFluentQuery::exists);
    assertThat(exists).isTrue();
    Page<Employee> page =
        ask(query -> query.sortBy(Sort.by("age").descending()).page(PageRequest.of(1, 2)));
    assertThat(page.getContent()).hasToString("[a]");
    assertThat(page.getTotalElements()).isEqualTo(3);
    Slice<Employee> slice =
        ask(query -> query.slice(PageRequest.of(0, 2, Sort.by("age").descending())));
    assertThat(slice.getContent()).hasToString("[c, b]");
    assertThat(slice.hasNext()).isTrue();
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> ask(FetchableFluentQuery::one));
    assertThatExceptionOfType(PropertyReferenceException.class)
        .isThrownBy(() -> ask(query -> query.project("naem").all()));
  }

  @Test
  void fluentQueriesStreamAndScroll() {
    List<String> streamed =
        ask(
            query -> {
              try (Stream<NameAndAge> stream = query.as(NameAndAge.class).stream()) {
                return stream.map(NameAndAge::name).sorted().toList();
              }
            });
    assertThat(streamed).containsExactly("ANN", "Ann", "bob");
    Window<NameAndAge> first =
        ask(query -> query.limit(2).as(NameAndAge.class).scroll(ScrollPosition.keyset()));
    assertThat(first).extracting(NameAndAge::name).containsExactly("Ann", "bob");
    Window<Employee> second = ask(query -> query.limit(2).scroll(first.positionAt(1)));
    assertThat(second.getContent()).hasToString("[c]");
  }
}
