package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.test.DataStoreTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DataStoreTest
class UserRepositoryTests {

  @Autowired UserRepository users;

  @Test
  void editsOfOneStateAreBothKept() {
    User alice = users.save(new User("alice", null, "alice@example.com"));

    users.save(new User("alice", alice.revision(), "a@example.com"));
    users.save(new User("alice", alice.revision(), "al@example.com"));

    assertThat(users.hasConflicts("alice")).isTrue();
  }
}
