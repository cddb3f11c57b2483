package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class VersionedTests {

  private final Revision revision = new Revision(4, "a".repeat(32));

  @Test
  void editKeepsItsBase() {
    Versioned<String> read = new Versioned<>("alice", revision, "before");

    assertThat(read.withValue("after")).isEqualTo(new Versioned<>("alice", revision, "after"));
    assertThat(read.map(String::length)).isEqualTo(new Versioned<>("alice", revision, 6));
    assertThat(read.value()).isEqualTo("before");
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without null checks do
  void nothingIsNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Versioned<>(null, revision, ""))
        .withMessage("id");
    assertThatNullPointerException()
        .isThrownBy(() -> new Versioned<>("alice", null, ""))
        .withMessage("revision");
    assertThatNullPointerException()
        .isThrownBy(() -> new Versioned<>("alice", revision, null))
        .withMessage("value");
  }
}
