package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.test.TemporaryStores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@TemporaryStores
class SignUpTests {

  @Autowired SignUp signUp;

  @Test
  void createsAUser() {
    assertThat(signUp.of("alice", "alice@example.com").revision()).startsWith("0-");
  }
}
