package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.repository.Employee.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

class StoreRepositoryProjectionTests extends Staff {

  interface Place {
    @Nullable String getCity();
  }

  interface Closed {
    String getId();

    String getName();

    @Nullable Place getAddress();

    default String greeting() {
      return "Hello " + getName();
    }
  }

  interface Open {
    @Value("#{target.name + ' is ' + target.age}")
    String getLine();
  }

  record NameAndAge(String name, int age) {}

  static class Card {

    private final String name;

    Card(String name) {
      this.name = name;
    }

    String text() {
      return "*" + name;
    }
  }

  record AgeOnly(int age) {}

  interface Employees extends StoreRepository<Employee, String> {
    List<Closed> findByAgeGreaterThan(int age);

    Optional<Closed> findByName(String name);

    List<Open> findOpenByAge(int age);

    List<NameAndAge> findByAgeLessThanOrderByNameDesc(int age);

    Card findCardByName(String name);

    Page<NameAndAge> findByAgeGreaterThan(int age, Pageable pageable);

    Window<Closed> findByAgeGreaterThan(int age, Limit limit, ScrollPosition position);

    Stream<NameAndAge> streamByAge(int age);

    <P> List<P> findByAge(int age, Class<P> view);

    <P> Optional<P> findById(String id, Class<P> view);

    List<AgeOnly> findDistinctByAgeGreaterThanOrderByNameDesc(int age);
  }

  private Employees employees;

  @BeforeEach
  void employ() {
    employees = repository(Employees.class);
    add(
        "a",
        ann -> {
          ann.name = "Ann";
          ann.age = 30;
          ann.address = new Address("Bonn", 53111);
        });
    add(
        "b",
        bob -> {
          bob.name = "Bob";
          bob.age = 40;
        });
    add(
        "c",
        cid -> {
          cid.name = "Cid";
          cid.age = 30;
        });
  }

  @Test
  void interfacesShowPropertiesAndNestedOnes() {
    Closed ann = employees.findByName("Ann").orElseThrow();

    assertThat(ann.getId()).isEqualTo("a");
    assertThat(ann.greeting()).isEqualTo("Hello Ann");
    assertThat(ann.getAddress()).extracting(Place::getCity).isEqualTo("Bonn");
    assertThat(employees.findByAgeGreaterThan(35))
        .extracting(Closed::getAddress)
        .hasSize(1)
        .containsOnlyNulls();
  }

  @Test
  void openInterfacesCompute() {
    assertThat(employees.findOpenByAge(40)).extracting(Open::getLine).containsExactly("Bob is 40");
  }

  @Test
  void recordsAndClassesAreMade() {
    assertThat(employees.findByAgeLessThanOrderByNameDesc(99))
        .containsExactly(
            new NameAndAge("Cid", 30), new NameAndAge("Bob", 40), new NameAndAge("Ann", 30));
    assertThat(employees.findCardByName("Bob").text()).isEqualTo("*Bob");
    try (Stream<NameAndAge> stream = employees.streamByAge(40)) {
      assertThat(stream).containsExactly(new NameAndAge("Bob", 40));
    }
  }

  @Test
  void pagesAndWindowsAreProjected() {
    assertThat(employees.findByAgeGreaterThan(0, PageRequest.of(0, 2)))
        .containsExactly(new NameAndAge("Ann", 30), new NameAndAge("Bob", 40));
    Window<Closed> window = employees.findByAgeGreaterThan(0, Limit.of(2), ScrollPosition.keyset());
    assertThat(window).extracting(Closed::getName).containsExactly("Ann", "Bob");
    assertThat(employees.findByAgeGreaterThan(0, Limit.of(2), window.positionAt(1)))
        .extracting(Closed::getName)
        .containsExactly("Cid");
  }

  @Test
  void theCallerMaySayWhichView() {
    assertThat(employees.findByAge(40, NameAndAge.class))
        .containsExactly(new NameAndAge("Bob", 40));
    assertThat(employees.findByAge(40, Closed.class))
        .extracting(Closed::getName)
        .containsExactly("Bob");
    assertThat(employees.findByAge(40, Employee.class)).hasOnlyElementsOfType(Employee.class);
    assertThat(employees.findById("b", NameAndAge.class)).contains(new NameAndAge("Bob", 40));
  }

  @Test
  void distinctViewsAreThoseThatDiffer() {
    assertThat(employees.findDistinctByAgeGreaterThanOrderByNameDesc(0))
        .containsExactly(new AgeOnly(30), new AgeOnly(40));
  }
}
