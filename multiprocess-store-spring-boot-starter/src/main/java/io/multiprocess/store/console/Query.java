package io.multiprocess.store.console;

import io.multiprocess.store.Revision;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parameters of a request. Ids are parameters, not paths, so that they may be any text. */
final class Query {

  private final HttpServletRequest request;

  Query(HttpServletRequest request) {
    this.request = request;
  }

  /** What was given, unless it is empty. */
  Optional<String> find(String name) {
    return Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
  }

  /** What was given, or nothing. */
  String text(String name) {
    return find(name).orElse("");
  }

  String required(String name) {
    return find(name)
        .orElseThrow(
            () -> ConsoleException.badRequest("The parameter '%s' is missing".formatted(name)));
  }

  Revision revision(String name) {
    return parse(required(name));
  }

  List<Revision> revisions(String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? List.of() : Arrays.stream(values).map(Query::parse).toList();
  }

  /** The number of a page, the first one being 1. */
  int page() {
    String page = find("page").orElse("1");
    if (!page.matches("[1-9][0-9]{0,6}")) {
      throw ConsoleException.badRequest(
          "'%s' is no page; expected a number from 1".formatted(page));
    }
    return Integer.parseInt(page);
  }

  private static Revision parse(String name) {
    try {
      return Revision.parse(name);
    } catch (IllegalArgumentException e) {
      throw ConsoleException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
