package io.multiprocess.store.spring;

import static io.multiprocess.store.spring.StoreExceptionTranslator.READING;
import static io.multiprocess.store.spring.StoreExceptionTranslator.WRITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.UnconfirmedWriteException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

class StoreExceptionTranslatorTests {

  private static final Revision REVISION = new Revision(3, "0".repeat(32));

  static Stream<Arguments> translations() {
    IOException io = new IOException("no space");
    return Stream.of(
        Arguments.of(
            READING, new ObjectNotFoundException("a"), EmptyResultDataAccessException.class),
        Arguments.of(
            WRITING, new ObjectExistsException("a", REVISION), DuplicateKeyException.class),
        Arguments.of(
            WRITING,
            new StaleRevisionException("a", REVISION, REVISION),
            OptimisticLockingFailureException.class),
        Arguments.of(
            READING,
            new DamagedRevisionException("a", REVISION, "torn"),
            DataRetrievalFailureException.class),
        Arguments.of(
            READING,
            new InvalidIdException("", "is empty"),
            InvalidDataAccessApiUsageException.class),
        Arguments.of(
            READING,
            new InvalidDocumentException("a", "does not fit"),
            DataRetrievalFailureException.class),
        Arguments.of(
            WRITING,
            new InvalidDocumentException("a", "is too large"),
            InvalidDataAccessApiUsageException.class),
        Arguments.of(
            WRITING,
            new StoreAccessException("refused", io),
            DataAccessResourceFailureException.class),
        Arguments.of(
            WRITING,
            new UnconfirmedWriteException("a", "Update", io),
            DataAccessResourceFailureException.class),
        Arguments.of(
            READING,
            new StoreFormatException("format 9"),
            DataAccessResourceFailureException.class));
  }

  @ParameterizedTest
  @MethodSource("translations")
  void keepsTheMessageAndTheCause(
      StoreExceptionTranslator translator,
      StoreException original,
      Class<? extends DataAccessException> expected) {
    assertThat(translator.translate(original))
        .isExactlyInstanceOf(expected)
        .hasMessage(original.getMessage())
        .hasCause(original);
  }

  @Test
  void translatesWhatAStreamThrowsAsItIsConsumed() {
    Stream<String> source =
        Stream.of("a", "b")
            .map(
                id -> {
                  if (id.equals("b")) {
                    throw new ObjectNotFoundException(id);
                  }
                  return id;
                });

    Stream<String> translated = READING.translateStream(() -> source);

    assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(translated::toList);
  }

  @Test
  void leavesAloneWhatTheConsumerOfAStreamThrows() {
    Stream<String> translated = READING.translateStream(() -> Stream.of("a"));

    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(
            () ->
                translated.forEach(
                    id -> {
                      throw new ObjectNotFoundException(id);
                    }));
  }

  @Test
  void closesTheSourceOfAStream() {
    AtomicBoolean closed = new AtomicBoolean();

    READING.translateStream(() -> Stream.of("a").onClose(() -> closed.set(true))).close();

    assertThat(closed).isTrue();
  }
}
