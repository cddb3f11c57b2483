package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContentHashTests {

  private static final byte[] CONTENT = "{\n  \"_id\": \"a\"\n}".getBytes(UTF_8);

  /**
   * {@code printf 'mps1\0003\0{\n "_id": "a"\n}' | sha256sum}, first half, with version and variant
   * set.
   */
  @Test
  void tokenIsTheDocumentedDigest() {
    assertThat(ContentHash.REVISION.name(3, CONTENT))
        .hasToString("3-fd5f18fb321d8904842786983af6a6d9");
  }

  @Test
  void tokenIsAUuidOfVersion8() {
    String token = ContentHash.REVISION.name(0, CONTENT).token();
    UUID uuid =
        new UUID(
            Long.parseUnsignedLong(token.substring(0, 16), 16),
            Long.parseUnsignedLong(token.substring(16), 16));

    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(ContentHash.isProof(ContentHash.REVISION.name(0, CONTENT))).isTrue();
  }

  @Test
  void generationAndDomainArePartOfTheDigest() {
    Revision name = ContentHash.REVISION.name(1, CONTENT);

    assertThat(ContentHash.REVISION.name(2, CONTENT).token()).isNotEqualTo(name.token());
    assertThat(ContentHash.TOMBSTONE.name(1, CONTENT).token()).isNotEqualTo(name.token());
  }

  @Test
  void tokenOfNpmProvesNothing() {
    assertThat(ContentHash.isProof(Revision.parse("0-833f0fbe0c424fd390e7a5b55c35aee3"))).isFalse();
  }
}
