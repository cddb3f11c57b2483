package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.test.DataStoreTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DataStoreTest
@Import(SignUp.class)
class SlicedSignUpTests {

  @Autowired SignUp signUp;

  @Test
  void createsAUser() {
    assertThat(signUp.of("alice", "alice@example.com").revision()).startsWith("0-");
  }
}
