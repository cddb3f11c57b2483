package io.multiprocess.store.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
@DirtiesContext // closes the store before JUnit removes its directory
class OwnDirectoryTests {

  @TempDir static Path directory;

  @Autowired SignUp signUp;

  @DynamicPropertySource
  static void store(DynamicPropertyRegistry registry) {
    registry.add("multiprocess-store.path", directory::toString);
  }

  @Test
  void createsAUser() {
    signUp.of("alice", "alice@example.com");

    assertThat(directory.resolve("alice")).isDirectory();
  }
}
