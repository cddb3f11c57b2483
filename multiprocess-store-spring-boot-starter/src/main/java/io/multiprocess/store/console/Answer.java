package io.multiprocess.store.console;

import java.util.Map;

/** What a request comes to. */
sealed interface Answer {

  /**
   * A page, or a part of one.
   *
   * @param status the HTTP status
   * @param template the template's name, with its fragment if it is a part
   * @param model what the template shows
   */
  record Page(int status, String template, Map<String, Object> model) implements Answer {}

  /**
   * Another page, to be fetched.
   *
   * @param location where it is
   */
  record Redirect(String location) implements Answer {}

  /** Nothing has changed since the asker last looked. */
  record Unchanged() implements Answer {}

  static Answer page(String template, Map<String, Object> model) {
    return new Page(200, template, model);
  }
}
