package io.multiprocess.store.readme;

import io.multiprocess.store.spring.StoreTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.stereotype.Service;

/** The README's first example. */
final class FirstScreen {

  private FirstScreen() {}

  record User(@Id String name, @Version @Nullable String revision, String email) {}

  @Service
  static class Users {
    @Autowired StoreTemplate store;

    User signUp(String name, String email) {
      return store.create(new User(name, null, email));
    }

    User changeEmail(User seen, String email) {
      return store.update(new User(seen.name(), seen.revision(), email));
    }
  }
}
