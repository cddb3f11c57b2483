package io.multiprocess.store.web;

import io.multiprocess.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers requests that failed because of a store with {@link StoreProblems}, in Spring MVC and in
 * WebFlux. It comes after every handler of the application. What is a fault of the server is logged
 * with its cause, of which the client is told nothing.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class StoreProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(StoreProblemAdvice.class);

  /**
   * Spring also offers exceptions that have a store's among their causes; those of the application
   * are handed back, and answered as if nobody had asked here.
   */
  @ExceptionHandler(StoreException.class)
  ResponseEntity<ProblemDetail> answer(Exception thrown) throws Exception {
    ProblemDetail problem = StoreProblems.of(thrown).orElseThrow(() -> thrown);
    if (problem.getStatus() >= 500) {
      log.error("Request failed: {}", thrown.getMessage(), thrown);
    }
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
