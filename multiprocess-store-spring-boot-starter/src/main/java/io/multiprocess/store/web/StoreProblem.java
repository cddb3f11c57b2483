package io.multiprocess.store.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The kinds of problems that requests have with a store, by their status and type. */
enum StoreProblem {
  NOT_FOUND(HttpStatus.NOT_FOUND, "Object not found"),
  EXISTS(HttpStatus.CONFLICT, "Object exists already"),
  STALE(HttpStatus.CONFLICT, "Object was edited meanwhile"),
  INVALID_ID(HttpStatus.BAD_REQUEST, "Invalid id"),
  INVALID_DOCUMENT(HttpStatus.BAD_REQUEST, "Invalid document"),
  INVALID_PRECONDITION(HttpStatus.BAD_REQUEST, "Invalid precondition"),
  PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "Precondition failed"),
  PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "Precondition required"),
  DAMAGED(HttpStatus.INTERNAL_SERVER_ERROR, "Object cannot be read"),
  UNCONFIRMED(HttpStatus.INTERNAL_SERVER_ERROR, "Write is not confirmed"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Store is not available");

  private final HttpStatus status;
  private final String title;
  private final URI type;

  StoreProblem(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
    this.type =
        URI.create("urn:multiprocess-store:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  ProblemDetail with(String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(type);
    problem.setTitle(title);
    return problem;
  }

  /** The problem as an exception that Spring answers by itself. */
  ErrorResponseException exception(String detail) {
    return new ErrorResponseException(status, with(detail), null);
  }
}
