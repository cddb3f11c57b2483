package io.multiprocess.store.readme;

import io.multiprocess.store.Change;
import io.multiprocess.store.spring.StoreListener;
import org.springframework.data.annotation.Id;

/** The listening method of docs/changes.md. */
class GreetingExample {

  record User(@Id String id, String name) {}

  @StoreListener(
      store = "users",
      ids = {"alice", "bob"})
  void greet(User user, Change change) {
    System.out.printf("%s of %s%n", change.kind(), user.name());
  }
}
