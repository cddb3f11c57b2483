package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreExceptionTests {

  private static final Revision REVISION = new Revision(4, "a".repeat(32));

  static Stream<StoreException> exceptions() {
    IOException cause = new IOException("No space left on device");
    return Stream.of(
        new ObjectNotFoundException("bob"),
        new ObjectNotFoundException("bob", REVISION),
        new ObjectExistsException("bob", REVISION),
        new StaleRevisionException("bob", REVISION, REVISION),
        new DamagedRevisionException("bob", REVISION, "file is empty"),
        new InvalidIdException("", "is empty"),
        new InvalidDocumentException("bob", "is too large"),
        new StoreFormatException("Format 2"),
        new StoreAccessException("Create of 'bob' failed", cause),
        new UnconfirmedWriteException("bob", "Create", cause));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exceptionsTravelBetweenJvms(StoreException thrown)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    }

    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(read).isInstanceOf(thrown.getClass()).hasToString(thrown.toString());
  }
}
