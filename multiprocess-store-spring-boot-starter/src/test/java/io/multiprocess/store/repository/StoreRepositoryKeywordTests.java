package io.multiprocess.store.repository;

import static io.multiprocess.store.repository.Employee.Rank.CHIEF;
import static io.multiprocess.store.repository.Employee.Rank.JUNIOR;
import static io.multiprocess.store.repository.Employee.Rank.SENIOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.repository.Employee.Address;
import io.multiprocess.store.repository.Employee.Rank;
import io.multiprocess.store.repository.Employee.Task;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Range.Bound;

class StoreRepositoryKeywordTests extends Staff {

  interface Employees extends StoreRepository<Employee, String> {
    List<Employee> findByName(@Nullable String name);

    List<Employee> findByNameIs(Optional<String> name);

    List<Employee> findByNameNot(@Nullable String name);

    List<Employee> findByNameIgnoreCase(String name);

    List<Employee> findByNameAndAddressCityAllIgnoreCase(String name, String city);

    List<Employee> findByNameInIgnoreCase(Collection<String> names);

    List<Employee> findByNameContainingIgnoreCase(String part);

    List<Employee> findByNameStartingWith(String start);

    List<Employee> findByNameEndsWith(String end);

    List<Employee> findByNameContains(@Nullable String part);

    List<Employee> findByNameNotContaining(String part);

    List<Employee> findByNameLike(String pattern);

    List<Employee> findByNameLikeIgnoreCase(String pattern);

    List<Employee> findByNameNotLike(String pattern);

    List<Employee> findByNameMatches(String expression);

    List<Employee> findByNameRegexIgnoreCase(Pattern expression);

    List<Employee> findByNameIsNull();

    List<Employee> findByNameIsNotNull();

    List<Employee> findByNameIsEmpty();

    List<Employee> findByNameIsNotEmpty();

    List<Employee> findByNicknameStartingWith(String start);

    List<Employee> findByAddressExists();

    List<Employee> findByAddressCityIsNull();

    List<Employee> findByAddress_ZipGreaterThan(long zip);

    List<Employee> findByAddress(Address address);

    List<Employee> findByAge(double age);

    List<Employee> findByAgeIn(int... ages);

    List<Employee> findByAgeNotIn(Set<Integer> ages);

    List<Employee> findByAgeBetween(int from, int to);

    List<Employee> findByAgeBetween(Range<Integer> range);

    List<Employee> findBySalary(BigDecimal salary);

    List<Employee> findBySalaryGreaterThanEqual(int salary);

    List<Employee> findBySalaryLessThan(Double salary);

    List<Employee> findBySalaryNot(BigDecimal salary);

    List<Employee> findByJoinedAfter(Instant moment);

    List<Employee> findByJoined(OffsetDateTime moment);

    List<Employee> findByJoinedBefore(Date moment);

    List<Employee> findByBornBetween(LocalDate from, LocalDate to);

    List<Employee> findByBornYear(int year);

    List<Employee> findByRankGreaterThan(Rank rank);

    List<Employee> findByRankIn(Rank[] ranks);

    List<Employee> findByActiveTrue();

    List<Employee> findByActiveIsFalse();

    List<Employee> findByToken(UUID token);

    List<Employee> findByTagsContaining(String tag);

    List<Employee> findByTagsNotContaining(String tag);

    List<Employee> findByTags(List<String> tags);

    List<Employee> findBySkills(Collection<String> skills);

    List<Employee> findByTagsStartingWith(String start);

    List<Employee> findByTagsIn(Set<String> tags);

    List<Employee> findByTagsIsEmpty();

    List<Employee> findByTagsIsNotEmpty();

    List<Employee> findByTasksTitle(String title);

    List<Employee> findByTasksHoursLessThan(int hours);

    List<Employee> findByTasksLabelsContaining(String label);

    List<Employee> findByPointsContaining(int points);

    List<Employee> findByPointsGreaterThan(int points);

    List<Employee> findByShout(String shout);

    List<Employee> findByIdIn(List<String> ids);

    List<Employee> findByRevision(@Nullable String revision);

    List<Employee> findByNameOrAgeAndActiveTrue(String name, int age);
  }

  private Employees employees;

  @BeforeEach
  void employ() {
    employees = repository(Employees.class);
    add(
        "ann",
        ann -> {
          ann.name = "Ann";
          ann.nickname = Optional.of("Annie");
          ann.age = 30;
          ann.salary = new BigDecimal("1000.50");
          ann.joined = Instant.parse("2020-01-01T00:00:00Z");
          ann.born = LocalDate.of(1990, 5, 1);
          ann.rank = SENIOR;
          ann.active = true;
          ann.tags = List.of("java", "jazz");
          ann.skills = Set.of("a", "b", "c");
          ann.address = new Address("Bonn", 53111);
          ann.tasks.add(new Task("plan", 3, List.of("now")));
          ann.tasks.add(new Task("test", 8, List.of()));
          ann.points.put("may", 7);
          ann.token = UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6");
        });
    add(
        "bob",
        bob -> {
          bob.name = "bob_100%";
          bob.age = 40;
          bob.salary = new BigDecimal("1E+3");
          bob.joined = Instant.parse("2021-01-01T00:00:00Z");
          bob.born = LocalDate.of(1980, 1, 1);
          bob.rank = CHIEF;
          bob.active = false;
          bob.tags = List.of();
          bob.address = new Address(null, 1);
          bob.tasks.add(new Task("rest", 1, List.of("later")));
          bob.points.put("may", 1);
        });
    add(
        "cid",
        cid -> {
          cid.name = "ÄRGER\nhere";
          cid.age = 50;
          cid.rank = JUNIOR;
        });
    add(
        "dan",
        dan -> {
          dan.name = null;
          dan.age = 20;
        });
    add(
        "eve",
        eve -> {
          eve.name = "";
          eve.age = 60;
        });
  }

  private static void assertIds(List<Employee> found, String... ids) {
    assertThat(found).extracting(employee -> employee.id).containsExactly(ids);
  }

  @Test
  void equality() {
    assertIds(employees.findByName("Ann"), "ann");
    assertIds(employees.findByName("ann"));
    assertIds(employees.findByName(null), "dan");
    assertIds(employees.findByNameIs(Optional.of("Ann")), "ann");
    assertIds(employees.findByNameNot("Ann"), "bob", "cid", "eve");
    assertIds(employees.findByNameNot(null), "ann", "bob", "cid", "eve");
  }

  @Test
  void caseIsIgnoredInEveryLanguageAlike() {
    assertIds(employees.findByNameIgnoreCase("aNN"), "ann");
    assertIds(employees.findByNameIgnoreCase("ärger\nHERE"), "cid");
    assertIds(employees.findByNameAndAddressCityAllIgnoreCase("ANN", "bonn"), "ann");
    assertIds(employees.findByNameInIgnoreCase(List.of("ANN", "BOB_100%")), "ann", "bob");
    assertIds(employees.findByNameContainingIgnoreCase("ÄRG"), "cid");
  }

  @Test
  void text() {
    assertIds(employees.findByNameStartingWith("An"), "ann");
    assertIds(employees.findByNameEndsWith("n"), "ann");
    assertIds(employees.findByNameContains("0"), "bob");
    assertIds(employees.findByNameContains(null));
    assertIds(employees.findByNameNotContaining("n"), "bob", "cid", "eve");
    assertIds(employees.findByNicknameStartingWith("Ann"), "ann");
  }

  @Test
  void likeKnowsWildcardsAndTheirEscape() {
    assertIds(employees.findByNameLike("%n%"), "ann");
    assertIds(employees.findByNameLike("A_n"), "ann");
    assertIds(employees.findByNameLike("n"));
    assertIds(employees.findByNameLike("%\\_1%\\%"), "bob");
    assertIds(employees.findByNameLike("%\\__"));
    assertIds(employees.findByNameLike("%.%"));
    assertIds(employees.findByNameLike("%here"), "cid");
    assertIds(employees.findByNameLikeIgnoreCase("ä%HERE"), "cid");
    assertIds(employees.findByNameNotLike("%n%"), "bob", "cid", "eve");
    assertIds(employees.findByNameLike("%"), "ann", "bob", "cid", "eve");
  }

  @Test
  void regularExpressionsMatchTheWholeText() {
    assertIds(employees.findByNameMatches("An+"), "ann");
    assertIds(employees.findByNameMatches("n"));
    assertIds(
        employees.findByNameRegexIgnoreCase(Pattern.compile("ärger.*", Pattern.DOTALL)), "cid");
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> employees.findByNameMatches("("))
        .withMessage("'(' is not a regular expression: Unclosed group");
  }

  @Test
  void absenceAndEmptiness() {
    assertIds(employees.findByNameIsNull(), "dan");
    assertIds(employees.findByNameIsNotNull(), "ann", "bob", "cid", "eve");
    assertIds(employees.findByNameIsEmpty(), "eve");
    assertIds(employees.findByNameIsNotEmpty(), "ann", "bob", "cid");
    assertIds(employees.findByAddressExists(), "ann", "bob");
    assertIds(employees.findByAddressCityIsNull(), "bob", "cid", "dan", "eve");
    assertIds(employees.findByTagsIsEmpty(), "bob");
    assertIds(employees.findByTagsIsNotEmpty(), "ann");
  }

  @Test
  void nestedObjects() {
    assertIds(employees.findByAddress_ZipGreaterThan(5), "ann");
    assertIds(employees.findByAddress(new Address("Bonn", 53111)), "ann");
  }

  @Test
  void numbersAreNumbersWhateverTheirType() {
    assertIds(employees.findByAge(30.0), "ann");
    assertIds(employees.findByAgeIn(30, 40, 99), "ann", "bob");
    assertIds(employees.findByAgeNotIn(Set.of(30, 40)), "cid", "dan", "eve");
    assertIds(employees.findByAgeBetween(30, 50), "ann", "bob", "cid");
    assertIds(employees.findByAgeBetween(Range.closed(30, 50)), "ann", "bob", "cid");
    assertIds(employees.findByAgeBetween(Range.open(30, 50)), "bob");
    assertIds(employees.findByAgeBetween(Range.leftUnbounded(Bound.exclusive(40))), "ann", "dan");
    assertIds(employees.findBySalary(new BigDecimal("1000.500")), "ann");
    assertIds(employees.findBySalary(new BigDecimal("1000")), "bob");
    assertIds(employees.findBySalaryGreaterThanEqual(1000), "ann", "bob");
    assertIds(employees.findBySalaryLessThan(1000.25), "bob");
    assertIds(employees.findBySalaryNot(new BigDecimal("1000.00")), "ann");
  }

  @Test
  void momentsAreMomentsWhateverTheirZone() {
    assertIds(employees.findByJoinedAfter(Instant.parse("2020-01-01T00:00:00Z")), "bob");
    assertIds(
        employees.findByJoined(OffsetDateTime.of(2020, 1, 1, 2, 0, 0, 0, ZoneOffset.ofHours(2))),
        "ann");
    assertIds(
        employees.findByJoinedBefore(Date.from(Instant.parse("2020-06-01T00:00:00Z"))), "ann");
    assertIds(
        employees.findByBornBetween(LocalDate.of(1980, 1, 1), LocalDate.of(1990, 5, 1)),
        "ann",
        "bob");
    assertIds(employees.findByBornYear(1990), "ann");
  }

  @Test
  void enumsTruthAndIdentifiers() {
    assertIds(employees.findByRankGreaterThan(JUNIOR), "ann", "bob");
    assertIds(employees.findByRankIn(new Rank[] {JUNIOR, CHIEF}), "bob", "cid");
    assertIds(employees.findByActiveTrue(), "ann");
    assertIds(employees.findByActiveIsFalse(), "bob");
    assertIds(
        employees.findByToken(UUID.fromString("5f0c8e7a-1b2c-4d3e-9f40-a1b2c3d4e5f6")), "ann");
  }

  @Test
  void collectionsAreAskedForOneOfTheirElements() {
    assertIds(employees.findByTagsContaining("java"), "ann");
    assertIds(employees.findByTagsContaining("jav"));
    assertIds(employees.findByTagsNotContaining("java"), "bob");
    assertIds(employees.findByTags(List.of("java", "jazz")), "ann");
    assertIds(employees.findByTags(List.of("jazz", "java")));
    assertIds(employees.findByTags(List.of()), "bob");
    assertIds(employees.findBySkills(List.of("c", "b", "a")), "ann");
    assertIds(employees.findBySkills(Set.of("c", "b")));
    assertIds(employees.findByTagsStartingWith("jaz"), "ann");
    assertIds(employees.findByTagsIn(Set.of("jazz", "folk")), "ann");
    assertIds(employees.findByTasksTitle("test"), "ann");
    assertIds(employees.findByTasksHoursLessThan(3), "bob");
    assertIds(employees.findByTasksLabelsContaining("now"), "ann");
    assertIds(employees.findByPointsContaining(7), "ann");
    assertIds(employees.findByPointsGreaterThan(0), "ann", "bob");
  }

  @Test
  void nullInAListOfValuesMatchesNothing() {
    assertIds(employees.findByNameInIgnoreCase(Arrays.asList(null, "Ann")), "ann");
    assertIds(employees.findByNameInIgnoreCase(List.of()));
    assertIds(employees.findByAgeIn());
  }

  @Test
  void idsRevisionsAndComputedProperties() {
    Employee ann = employees.findById("ann").orElseThrow();

    assertIds(employees.findByIdIn(List.of("ann", "eve", "nobody")), "ann", "eve");
    assertIds(employees.findByRevision(ann.revision), "ann");
    assertIds(employees.findByShout("ANN"), "ann");
  }

  @Test
  void andBindsTighterThanOr() {
    assertIds(employees.findByNameOrAgeAndActiveTrue("", 30), "ann", "eve");
    assertIds(employees.findByNameOrAgeAndActiveTrue("Ann", 40), "ann");
  }
}
