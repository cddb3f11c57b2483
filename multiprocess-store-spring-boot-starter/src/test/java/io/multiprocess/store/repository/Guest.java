package io.multiprocess.store.repository;

import io.multiprocess.store.index.Indexed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Somebody who can be found by indexes. */
record Guest(
    @Id String id,
    @Indexed(unique = true) @Nullable String email,
    @Indexed int age,
    @Indexed List<String> tags,
    @Nullable Address address,
    @Version @Nullable String revision) {

  /** Where somebody lives. */
  record Address(@Indexed @Nullable String city) {}

  static Guest of(String id, int age, String... tags) {
    return new Guest(id, null, age, List.of(tags), null, null);
  }

  Guest aged(int other) {
    return new Guest(id, email, other, tags, address, revision);
  }

  Guest reachableAt(@Nullable String other) {
    return new Guest(id, other, age, tags, address, revision);
  }

  Guest livingIn(@Nullable String city) {
    return new Guest(id, email, age, tags, new Address(city), revision);
  }
}
