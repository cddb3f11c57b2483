package io.multiprocess.store.web;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.UnconfirmedWriteException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.http.ProblemDetail;

/**
 * What a store refuses or fails to do, as problem details (RFC 9457).
 *
 * <table>
 *   <caption>Types begin with {@code urn:multiprocess-store:}</caption>
 *   <tr><th>type</th><th>status</th><th>properties</th></tr>
 *   <tr><td>{@code not-found}</td><td>404</td><td>{@code id}</td></tr>
 *   <tr><td>{@code exists}</td><td>409</td><td>{@code id}, {@code revision}</td></tr>
 *   <tr><td>{@code stale}</td><td>409</td><td>{@code id}, {@code base}, {@code winner}</td></tr>
 *   <tr><td>{@code invalid-id}</td><td>400</td><td></td></tr>
 *   <tr><td>{@code invalid-document}</td><td>400</td><td>{@code id}</td></tr>
 *   <tr><td>{@code damaged}</td><td>500</td><td>{@code id}</td></tr>
 *   <tr><td>{@code unconfirmed}</td><td>500</td><td>{@code id}</td></tr>
 *   <tr><td>{@code unavailable}</td><td>503</td><td></td></tr>
 * </table>
 *
 * <p>They tell ids and revisions, and nothing of documents, directories or classes.
 */
public final class StoreProblems {

  private StoreProblems() {}

  /**
   * The problem that an exception tells of, if it is a store's own or what a template or repository
   * made of one. Other exceptions that have one somewhere among their causes are the application's.
   */
  public static Optional<ProblemDetail> of(Throwable thrown) {
    if (thrown instanceof StoreException own) {
      return Optional.of(problem(own, isLimit(own)));
    }
    return thrown instanceof DataAccessException && thrown.getCause() instanceof StoreException own
        ? Optional.of(problem(own, thrown instanceof InvalidDataAccessApiUsageException))
        : Optional.empty();
  }

  /** A store refuses documents that break its limits; what does not fit a type has a cause. */
  private static boolean isLimit(StoreException own) {
    return own.getCause() == null;
  }

  private static ProblemDetail problem(StoreException own, boolean byCaller) {
    if (own instanceof ObjectNotFoundException missing) {
      return about(missing.id(), StoreProblem.NOT_FOUND.with(message(own)));
    }
    if (own instanceof ObjectExistsException taken) {
      ProblemDetail problem = about(taken.id(), StoreProblem.EXISTS.with(message(own)));
      problem.setProperty("revision", taken.revision().toString());
      return problem;
    }
    if (own instanceof StaleRevisionException stale) {
      ProblemDetail problem = about(stale.id(), StoreProblem.STALE.with(message(own)));
      problem.setProperty("base", stale.base().toString());
      problem.setProperty("winner", stale.winner().toString());
      return problem;
    }
    if (own instanceof InvalidIdException) {
      return StoreProblem.INVALID_ID.with(message(own));
    }
    if (own instanceof InvalidDocumentException invalid && byCaller) {
      return about(
          invalid.id(),
          StoreProblem.INVALID_DOCUMENT.with(
              "Document of '%s' cannot be stored".formatted(invalid.id())));
    }
    return failure(own);
  }

  private static ProblemDetail failure(StoreException own) {
    if (own instanceof InvalidDocumentException unfit) {
      return damaged(unfit.id());
    }
    if (own instanceof DamagedRevisionException damaged) {
      return damaged(damaged.id());
    }
    if (own instanceof UnconfirmedWriteException unconfirmed) {
      return about(
          unconfirmed.id(),
          StoreProblem.UNCONFIRMED.with(
              "What was written to '%s' can be seen, but may not last; read it before writing again"
                  .formatted(unconfirmed.id())));
    }
    return StoreProblem.UNAVAILABLE.with("The store cannot be read or written at the moment");
  }

  private static ProblemDetail damaged(String id) {
    return about(id, StoreProblem.DAMAGED.with("Object '%s' cannot be read".formatted(id)));
  }

  private static ProblemDetail about(String id, ProblemDetail problem) {
    problem.setProperty("id", id);
    return problem;
  }

  private static String message(StoreException own) {
    return String.valueOf(own.getMessage());
  }
}
