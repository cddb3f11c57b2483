package io.multiprocess.store.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity as most are. */
record User(@Id @Nullable String id, String name, int age, @Version @Nullable String revision) {

  static User named(String id, String name) {
    return new User(id, name, 30, null);
  }

  User renamed(String newName) {
    return new User(id, newName, age, revision);
  }
}
