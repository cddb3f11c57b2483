package io.multiprocess.store.readme;

import io.multiprocess.store.spring.StoreTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.stereotype.Service;

/** The README's first example. */
final class FirstScreen {

  private FirstScreen() {}

  record User(@Id String name, @Version @Nullable String revision, String email) {}

  @Service
  static class Users {

    private final StoreTemplate store;

    Users(StoreTemplate store) {
      this.store = store;
    }

    /** Fails with a DuplicateKeyException when the name is taken. */
    User signUp(String name, String email) {
      return store.create(new User(name, null, email));
    }

    /** The edit starts from the revision that was seen. */
    User changeEmail(User seen, String email) {
      return store.update(new User(seen.name(), seen.revision(), email));
    }
  }
}
