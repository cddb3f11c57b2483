package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.DataStoreTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

@DataStoreTest(
    seed = "people",
    properties = {
      "multiprocess-store.path=/srv/users",
      "multiprocess-store.stores.audit.path=/srv/audit"
    })
class SeededTests {

  @Test
  void beginsWithAlice(
      @Autowired UserRepository users, @Autowired @Qualifier("audit") StoreTemplate audit) {
    assertThat(users.findAll()).extracting(User::name).containsExactly("alice");
    assertThat(audit.exists("2026/11/25")).isTrue();
  }
}
