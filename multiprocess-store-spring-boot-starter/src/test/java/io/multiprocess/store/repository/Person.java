package io.multiprocess.store.repository;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity that keeps its revision. */
record Person(@Id @Nullable String id, String name, @Version @Nullable String revision) {

  static Person named(String id, String name) {
    return new Person(id, name, null);
  }

  Person renamed(String newName) {
    return new Person(id, newName, revision);
  }
}
