package io.multiprocess.store.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.http.ProblemDetail;

class StoreProblemsTests {

  private static final Revision FIRST = Revision.parse("0-" + "a".repeat(32));
  private static final Revision SECOND = Revision.parse("1-" + "b".repeat(32));

  static Stream<Arguments> problems() {
    IOException denied = new IOException("/srv/secret/alice: Permission denied");
    return Stream.of(
        arguments(new ObjectNotFoundException("alice"), 404, "not-found", Map.of("id", "alice")),
        arguments(
            new ObjectNotFoundException("alice", FIRST), 404, "not-found", Map.of("id", "alice")),
        arguments(
            new ObjectExistsException("alice", FIRST),
            409,
            "exists",
            Map.of("id", "alice", "revision", FIRST.toString())),
        arguments(
            new StaleRevisionException("alice", FIRST, SECOND),
            409,
            "stale",
            Map.of("id", "alice", "base", FIRST.toString(), "winner", SECOND.toString())),
        arguments(
            new InvalidIdException("", "is empty; expected at least one character"),
            400,
            "invalid-id",
            Map.of()),
        arguments(
            new InvalidDocumentException("alice", "is 17 MB; secret"),
            400,
            "invalid-document",
            Map.of("id", "alice")),
        arguments(
            new InvalidDocumentException("alice", "does not fit secret.User", denied),
            500,
            "damaged",
            Map.of("id", "alice")),
        arguments(
            new DamagedRevisionException("alice", FIRST, "expected x (/srv/secret)"),
            500,
            "damaged",
            Map.of("id", "alice")),
        arguments(
            new UnconfirmedWriteException("alice", "Update", denied),
            500,
            "unconfirmed",
            Map.of("id", "alice")),
        arguments(
            new StoreAccessException("Cannot list /srv/secret", denied),
            503,
            "unavailable",
            Map.of()),
        arguments(
            new StoreFormatException("/srv/secret has format 2"), 503, "unavailable", Map.of()));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void tellsTypeAndStatusAndNeitherPathsNorDocuments(
      StoreException thrown, int status, String type, Map<String, Object> properties) {
    ProblemDetail problem = StoreProblems.of(thrown).orElseThrow();

    assertThat(problem.getStatus()).isEqualTo(status);
    assertThat(problem.getType()).isEqualTo(URI.create("urn:multiprocess-store:" + type));
    assertThat(problem.getTitle()).isNotBlank();
    assertThat(Objects.requireNonNullElse(problem.getProperties(), Map.of())).isEqualTo(properties);
    assertThat(problem.getDetail()).isNotBlank().doesNotContain("secret");
  }

  @Test
  void saysWhatTheStoreSaysOfAFaultOfTheClient() {
    StaleRevisionException stale = new StaleRevisionException("alice", FIRST, SECOND);

    assertThat(StoreProblems.of(stale).orElseThrow().getDetail()).isEqualTo(stale.getMessage());
  }

  @Test
  void knowsWhatTemplatesMakeOfAStoresExceptions() {
    InvalidDocumentException unfit =
        new InvalidDocumentException("alice", "does not fit", new IOException());

    assertThat(
            StoreProblems.of(
                new DuplicateKeyException("x", new ObjectExistsException("alice", FIRST))))
        .hasValueSatisfying(problem -> assertThat(problem.getStatus()).isEqualTo(409));
    assertThat(StoreProblems.of(new InvalidDataAccessApiUsageException("x", unfit)))
        .hasValueSatisfying(problem -> assertThat(problem.getStatus()).isEqualTo(400));
    assertThat(StoreProblems.of(new DataRetrievalFailureException("x", unfit)))
        .hasValueSatisfying(problem -> assertThat(problem.getStatus()).isEqualTo(500));
  }

  @Test
  void leavesOtherExceptionsAlone() {
    ObjectNotFoundException missing = new ObjectNotFoundException("alice");

    assertThat(StoreProblems.of(new DataAccessResourceFailureException("database"))).isEmpty();
    assertThat(StoreProblems.of(new IllegalStateException("ours", missing))).isEmpty();
    assertThat(
            StoreProblems.of(
                new DataAccessResourceFailureException("x", new RuntimeException(missing))))
        .isEmpty();
  }
}
