package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.DataStoreTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DataStoreTest
class BeforeEachTests {

  @Autowired StoreTemplate store;
  @Autowired UserRepository users;

  @BeforeEach
  void signUpAlice() {
    store.create(new User("alice", null, "alice@example.com"));
  }

  @AfterEach
  void deleteEverybody() {
    users.deleteAll();
  }

  @Test
  void finds() {
    assertThat(users.findById("alice")).isPresent();
  }

  @Test
  void deletes() {
    users.deleteById("alice");

    assertThat(users.count()).isZero();
  }
}
