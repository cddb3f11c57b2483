package io.multiprocess.store.console;

/** A request that cannot be answered as it was meant, told on a page. */
final class ConsoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final String text;

  private ConsoleException(int status, String title, String text) {
    super(text);
    this.status = status;
    this.title = title;
    this.text = text;
  }

  static ConsoleException badRequest(String text) {
    return new ConsoleException(400, "This does not make sense", text);
  }

  static ConsoleException forbidden(String text) {
    return new ConsoleException(403, "Not from here", text);
  }

  static ConsoleException notFound(String text) {
    return new ConsoleException(404, "Not here", text);
  }

  static ConsoleException methodNotAllowed(String text) {
    return new ConsoleException(405, "Not this way", text);
  }

  static ConsoleException conflict(String text) {
    return new ConsoleException(409, "Too late", text);
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String text() {
    return text;
  }
}
