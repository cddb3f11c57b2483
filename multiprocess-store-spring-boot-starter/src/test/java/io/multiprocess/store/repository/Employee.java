package io.multiprocess.store.repository;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity with a property of each kind that queries tell apart. */
class Employee {

  enum Rank {
    JUNIOR,
    SENIOR,
    CHIEF
  }

  record Address(@Nullable String city, int zip) {}

  record Task(String title, int hours, List<String> labels) {}

  @Id public @Nullable String id;
  @Version public @Nullable String revision;
  public @Nullable String name;
  public int age;
  public @Nullable BigDecimal salary;
  public @Nullable Instant joined;
  public @Nullable LocalDate born;
  public @Nullable Rank rank;
  public @Nullable Boolean active;
  public @Nullable List<String> tags;
  public @Nullable Set<String> skills;
  public @Nullable Address address;
  public List<Task> tasks = new ArrayList<>();
  public Map<String, Integer> points = new LinkedHashMap<>();
  public @Nullable UUID token;
  public Optional<String> nickname = Optional.empty();

  static Employee of(String id, Consumer<Employee> details) {
    Employee employee = new Employee();
    employee.id = id;
    employee.name = id;
    details.accept(employee);
    return employee;
  }

  /** A property that is in no document. */
  @JsonIgnore
  public String getShout() {
    return String.valueOf(name).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return String.valueOf(id);
  }
}
