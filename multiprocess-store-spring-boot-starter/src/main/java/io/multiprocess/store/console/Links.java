package io.multiprocess.store.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.net.URLEncoder;

/**
 * The addresses of the console's pages.
 *
 * @param root where the console is, with the application's context path
 */
record Links(String root) {

  public String stores() {
    return root;
  }

  public String objects(String store) {
    return at("/objects", "store", store);
  }

  public String objects(String store, String search, String match, String after) {
    return at("/objects", "store", store, "search", search, "match", match, "after", after);
  }

  public String object(String store, String id) {
    return at("/object", "store", store, "id", id);
  }

  /** An object with a word on what was just done to it. */
  String done(String store, String id, String done) {
    return at("/object", "store", store, "id", id, "done", done);
  }

  public String revision(String store, String id, Revision revision) {
    return at("/revision", "store", store, "id", id, "revision", revision.toString());
  }

  public String diff(String store, String id, Revision from, Revision to) {
    return at("/diff", "store", store, "id", id, "from", from.toString(), "to", to.toString());
  }

  public String conflicts() {
    return root + "/conflicts";
  }

  public String conflicts(String store, String kind, int page) {
    return at("/conflicts", "store", store, "kind", kind, "page", Integer.toString(page));
  }

  public String merge(String store, String id) {
    return at("/merge", "store", store, "id", id);
  }

  /** Where a form is sent that names everything in its fields. */
  public String to(String action) {
    return root + "/" + action;
  }

  public String background() {
    return root + "/background";
  }

  public String liveBackground(String seen) {
    return at("/live/background", "seen", seen);
  }

  public String events() {
    return at("/live/events");
  }

  public String liveSummary(String seen) {
    return at("/live/summary", "seen", seen);
  }

  public String liveStores(String seen) {
    return at("/live/stores", "seen", seen);
  }

  public String liveConflicts(String store, String kind, int page, String seen) {
    return at(
        "/live/conflicts",
        "store",
        store,
        "kind",
        kind,
        "page",
        Integer.toString(page),
        "seen",
        seen);
  }

  public String liveObject(String store, String id, String seen) {
    return at("/live/object", "store", store, "id", id, "seen", seen);
  }

  public String liveMerge(String store, String id, String seen) {
    return at("/live/merge", "store", store, "id", id, "seen", seen);
  }

  private String at(String page, String... parameters) {
    StringBuilder address = new StringBuilder(root).append(page);
    char separator = '?';
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].isEmpty()) {
        address.append(separator).append(parameters[i]).append('=');
        address.append(URLEncoder.encode(parameters[i + 1], UTF_8));
        separator = '&';
      }
    }
    return address.toString();
  }
}
