package io.multiprocess.sample.users;

/**
 * What the next page tells about what was just done.
 *
 * @param kind how it looks: {@code done} or {@code conflict}
 * @param text what it says
 */
record Notice(String kind, String text) {

  static final String ATTRIBUTE = "notice";

  static Notice done(String text) {
    return new Notice("done", text);
  }

  static Notice conflict(String text) {
    return new Notice("conflict", text);
  }
}
