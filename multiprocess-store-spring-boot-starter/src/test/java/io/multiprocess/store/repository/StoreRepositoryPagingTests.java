package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Order;
import org.springframework.data.domain.Window;
import org.springframework.data.support.WindowIterator;
import org.springframework.data.util.Streamable;

class StoreRepositoryPagingTests extends Staff {

  interface Employees extends StoreRepository<Employee, String> {
    Page<Employee> findByAgeGreaterThan(int age, Pageable pageable);

    Slice<Employee> findSliceByAgeGreaterThan(int age, Pageable pageable);

    Page<Employee> findTop3ByAgeGreaterThan(int age, Pageable pageable);

    Page<Employee> findByAgeGreaterThanOrderByAgeDesc(int age, Pageable pageable);

    Window<Employee> findFirst2ByAgeGreaterThanOrderBySalaryDesc(int age, ScrollPosition position);

    Window<Employee> findByAgeGreaterThan(int age, Sort sort, Limit limit, ScrollPosition position);

    Window<Employee> findWindowByAgeGreaterThan(int age, Pageable pageable);
  }

  private Employees employees;

  @BeforeEach
  void employ() {
    employees = repository(Employees.class);
    add("e", e -> details(e, "Zoe", 30, "7", null));
    add("d", d -> details(d, "adam", 40, null, "2022-01-01T00:00:00Z"));
    add("c", c -> details(c, "Bea", 30, "10", "2021-01-01T00:00:00Z"));
    add("b", b -> details(b, null, 40, null, "2020-01-01T00:00:00Z"));
    add("a", a -> details(a, "adam", 30, "7.00", null));
  }

  private static void details(
      Employee employee,
      @Nullable String name,
      int age,
      @Nullable String salary,
      @Nullable String joined) {
    employee.name = name;
    employee.age = age;
    employee.salary = salary == null ? null : new BigDecimal(salary);
    employee.joined = joined == null ? null : Instant.parse(joined);
  }

  private static String ids(Iterable<Employee> found) {
    return Streamable.of(found).stream()
        .limit(20)
        .map(employee -> String.valueOf(employee.id))
        .reduce("", String::concat);
  }

  @Test
  void pagesAreByIdWhereNoSortSaysOtherwise() {
    Page<Employee> first = employees.findAll(PageRequest.of(0, 2));

    assertThat(ids(first)).isEqualTo("ab");
    assertThat(first.getTotalElements()).isEqualTo(5);
    assertThat(ids(employees.findAll(first.nextPageable()))).isEqualTo("cd");
    assertThat(ids(employees.findAll(PageRequest.of(2, 2)))).isEqualTo("e");
    assertThat(ids(employees.findAll(PageRequest.of(9, 2)))).isEmpty();
    assertThat(ids(employees.findAll(Pageable.unpaged()))).isEqualTo("abcde");
    assertThat(ids(employees.findAll(Pageable.unpaged(Sort.by("age").descending()))))
        .isEqualTo("bdace");
  }

  @Test
  void everySortIsCompletedById() {
    assertThat(ids(employees.findAll(Sort.by("age")))).isEqualTo("acebd");
    assertThat(ids(employees.findAll(Sort.by("age").descending()))).isEqualTo("bdace");
    assertThat(ids(employees.findAll(Sort.by("id").descending()))).isEqualTo("edcba");
    assertThat(ids(employees.findAll(PageRequest.of(1, 2, Sort.by("age"))))).isEqualTo("eb");
    assertThat(ids(employees.findAll(Sort.unsorted()))).isEqualTo("abcde");
  }

  @Test
  void nullsAreLastUnlessAskedForFirst() {
    assertThat(ids(employees.findAll(Sort.by("salary")))).isEqualTo("aecbd");
    assertThat(ids(employees.findAll(Sort.by("salary").descending()))).isEqualTo("caebd");
    assertThat(ids(employees.findAll(Sort.by(Order.asc("salary").nullsFirst()))))
        .isEqualTo("bdaec");
    assertThat(ids(employees.findAll(Sort.by(Order.desc("salary").nullsFirst()))))
        .isEqualTo("bdcae");
    assertThat(ids(employees.findAll(Sort.by(Order.asc("salary").nullsLast())))).isEqualTo("aecbd");
    assertThat(ids(employees.findAll(Sort.by("address.city")))).isEqualTo("abcde");
  }

  @Test
  void aSortMayIgnoreCase() {
    assertThat(ids(employees.findAll(Sort.by("name")))).isEqualTo("ceadb");
    assertThat(ids(employees.findAll(Sort.by(Order.asc("name").ignoreCase())))).isEqualTo("adceb");
    assertThat(ids(employees.findAll(Sort.by(Order.asc("age").ignoreCase())))).isEqualTo("acebd");
  }

  @Test
  void aSortThatCannotBeIsNamed() {
    assertThatExceptionOfType(PropertyReferenceException.class)
        .isThrownBy(() -> employees.findAll(Sort.by("agee")))
        .withMessageContaining("No property 'agee' found for type 'Employee'");
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> employees.findAll(Sort.by("tasks.title")))
        .withMessage(
            "Cannot sort by 'tasks.title' of %s: it leads to many values"
                .formatted(Employee.class.getName()));
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> employees.findAll(Sort.by("address")))
        .withMessage(
            "Cannot sort by 'address' of %s: its values have no order"
                .formatted(Employee.class.getName()));
  }

  @Test
  void pagesAndSlicesOfQueries() {
    Page<Employee> page =
        employees.findByAgeGreaterThan(35, PageRequest.of(0, 1, Sort.by("joined")));
    assertThat(ids(page)).isEqualTo("b");
    assertThat(page.getTotalElements()).isEqualTo(2);
    Slice<Employee> slice = employees.findSliceByAgeGreaterThan(0, PageRequest.of(0, 3));
    assertThat(ids(slice)).isEqualTo("abc");
    assertThat(slice.hasNext()).isTrue();
    Slice<Employee> rest = employees.findSliceByAgeGreaterThan(0, slice.nextPageable());
    assertThat(ids(rest)).isEqualTo("de");
    assertThat(rest.hasNext()).isFalse();
    assertThat(employees.findSliceByAgeGreaterThan(0, PageRequest.of(0, 5)).hasNext()).isFalse();
    assertThat(ids(employees.findByAgeGreaterThan(35, Pageable.unpaged()))).isEqualTo("bd");
    assertThat(
            ids(
                employees.findByAgeGreaterThanOrderByAgeDesc(
                    0, PageRequest.of(0, 3, Sort.by("name")))))
        .isEqualTo("dbc");
  }

  @Test
  void pagesOfALimitedQueryEndAtTheLimit() {
    Page<Employee> last = employees.findTop3ByAgeGreaterThan(0, PageRequest.of(1, 2));

    assertThat(ids(last)).isEqualTo("c");
    assertThat(last.getTotalElements()).isEqualTo(3);
  }

  @Test
  void scrollsByOffset() {
    WindowIterator<Employee> all =
        WindowIterator.of(
                position -> employees.findFirst2ByAgeGreaterThanOrderBySalaryDesc(0, position))
            .startingAt(ScrollPosition.offset());

    assertThat(ids(() -> all)).isEqualTo("caebd");
    Window<Employee> second =
        employees.findFirst2ByAgeGreaterThanOrderBySalaryDesc(0, ScrollPosition.offset(1));
    assertThat(ids(second)).isEqualTo("eb");
    assertThat(second.hasNext()).isTrue();
    assertThat(second.positionAt(1)).isEqualTo(ScrollPosition.offset(3));
    Window<Employee> paged = employees.findWindowByAgeGreaterThan(0, PageRequest.of(1, 2));
    assertThat(ids(paged)).isEqualTo("cd");
  }

  @Test
  void scrollsByKeysetOverNullsAndTies() {
    for (Sort sort :
        List.of(
            Sort.unsorted(),
            Sort.by("salary"),
            Sort.by("salary").descending(),
            Sort.by(Order.asc("salary").nullsFirst(), Order.desc("name").ignoreCase()),
            Sort.by("address.city", "joined"))) {
      WindowIterator<Employee> all =
          WindowIterator.of(
                  position -> employees.findByAgeGreaterThan(0, sort, Limit.of(2), position))
              .startingAt(ScrollPosition.keyset());

      String expected = ids(employees.findAll(sort));
      assertThat(ids(() -> all)).as(sort.toString()).isEqualTo(expected);
    }
  }

  @Test
  void aKeysetHoldsItsPlaceWhenOthersComeAndGo() {
    Sort sort = Sort.by("age");
    Window<Employee> first =
        employees.findByAgeGreaterThan(0, sort, Limit.of(2), ScrollPosition.keyset());
    assertThat(ids(first)).isEqualTo("ac");
    employees.deleteById("c");
    employees.save(Employee.of("0", zero -> zero.age = 1));
    Window<Employee> second =
        employees.findByAgeGreaterThan(0, sort, Limit.of(2), first.positionAt(1));

    assertThat(ids(second)).isEqualTo("eb");
    assertThat(second.hasNext()).isTrue();
  }

  @Test
  void scrollsBackward() {
    Sort sort = Sort.by("age");
    Window<Employee> last =
        employees.findByAgeGreaterThan(0, sort, Limit.of(2), ScrollPosition.keyset().backward());
    assertThat(ids(last)).isEqualTo("bd");
    Window<Employee> before =
        employees.findByAgeGreaterThan(0, sort, Limit.of(2), last.positionAt(0));
    assertThat(ids(before)).isEqualTo("ce");
    assertThat(before.hasNext()).isTrue();
    KeysetScrollPosition back = (KeysetScrollPosition) before.positionAt(1);
    assertThat(ids(employees.findByAgeGreaterThan(0, sort, Limit.unlimited(), back.forward())))
        .isEqualTo("bd");
  }

  @Test
  void aKeysetOfAnotherSortIsRefused() {
    ScrollPosition foreign = ScrollPosition.forward(Map.of("id", "a"));
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> employees.findByAgeGreaterThan(0, Sort.by("age"), Limit.of(2), foreign))
        .withMessage(
            "The position {id=a} does not say where 'age' was; expected one of a window by the same sort");
    ScrollPosition mistyped = ScrollPosition.forward(Map.of("id", "a", "age", "old"));
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> employees.findByAgeGreaterThan(0, Sort.by("age"), Limit.of(2), mistyped))
        .withMessage("'old' of type java.lang.String is no value of 'age'; expected int");
  }

  record Numbered(@Id Long id) {}

  interface NumberedOnes extends StoreRepository<Numbered, Long> {}

  record Marked(@Id UUID id) {}

  interface MarkedOnes extends StoreRepository<Marked, UUID> {}

  @Test
  void idsAreInTheOrderOfTheirType() throws Exception {
    NumberedOnes numbered = repository(NumberedOnes.class);
    numbered.deleteAll();
    numbered.saveAll(List.of(new Numbered(10L), new Numbered(9L), new Numbered(100L)));
    assertThat(numbered.findAll()).extracting(Numbered::id).containsExactly(9L, 10L, 100L);
    assertThat(numbered.findAll(PageRequest.of(0, 2)))
        .extracting(Numbered::id)
        .containsExactly(9L, 10L);

    numbered.deleteAll();
    MarkedOnes marked = repository(MarkedOnes.class);
    List<UUID> ids =
        new ArrayList<>(
            List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()));
    ids.forEach(id -> marked.save(new Marked(id)));
    ids.sort(null);
    assertThat(marked.findAll()).extracting(Marked::id).containsExactlyElementsOf(ids);
  }
}
