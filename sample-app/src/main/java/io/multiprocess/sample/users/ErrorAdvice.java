package io.multiprocess.sample.users;

import io.multiprocess.store.web.StoreProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers what went wrong: to people with a page, to programs with problem details (RFC 9457). */
@ControllerAdvice
class ErrorAdvice {

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

  @ExceptionHandler
  Object answer(Exception exception, HttpServletRequest request) {
    ProblemDetail problem = problemOf(exception, request);
    if (problem.getStatus() >= 500) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
    }
    HttpHeaders headers =
        exception instanceof ErrorResponse response ? response.getHeaders() : HttpHeaders.EMPTY;
    return isForPeople(request)
        ? new ModelAndView(
            "error", Map.of("problem", problem), HttpStatusCode.valueOf(problem.getStatus()))
        : ResponseEntity.status(problem.getStatus())
            .headers(headers)
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .body(problem);
  }

  private static ProblemDetail problemOf(Exception exception, HttpServletRequest request) {
    if (exception instanceof NoResourceFoundException) {
      return problem(HttpStatus.NOT_FOUND, "There is nothing at " + request.getRequestURI());
    }
    if (exception instanceof BindException invalid) {
      return invalid(invalid.getFieldErrors());
    }
    if (exception instanceof ErrorResponse response) {
      return response.getBody();
    }
    if (exception instanceof EmptyResultDataAccessException) {
      return problem(HttpStatus.NOT_FOUND, exception.getMessage());
    }
    if (exception instanceof TypeMismatchException
        || exception instanceof HttpMessageNotReadableException) {
      return problem(
          HttpStatus.BAD_REQUEST,
          NestedExceptionUtils.getMostSpecificCause(exception).getMessage());
    }
    return StoreProblems.of(exception).orElseGet(ErrorAdvice::ours);
  }

  private static ProblemDetail ours() {
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "This is our fault, not yours; the log of process %d says more"
            .formatted(ProcessHandle.current().pid()));
  }

  private static ProblemDetail invalid(List<FieldError> errors) {
    Map<String, String> messages = new TreeMap<>();
    errors.forEach(
        e ->
            messages.merge(
                e.getField(), String.valueOf(e.getDefaultMessage()), (a, b) -> a + "; " + b));
    ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "Some fields are not valid");
    problem.setProperty("errors", messages);
    return problem;
  }

  private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
    return ProblemDetail.forStatusAndDetail(status, detail);
  }

  private static boolean isForPeople(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return accepted != null
        && accepted.contains(MediaType.TEXT_HTML_VALUE)
        && !request.getRequestURI().startsWith(request.getContextPath() + "/api/");
  }
}
