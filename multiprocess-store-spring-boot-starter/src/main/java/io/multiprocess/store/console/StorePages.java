package io.multiprocess.store.console;

import static java.util.Comparator.comparing;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.console.KnownStores.OfStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Pages on more than one object: the stores, what is in them, and what is in conflict. */
final class StorePages {

  private static final int PAGE = 50;

  private final KnownStores stores;

  StorePages(KnownStores stores) {
    this.stores = stores;
  }

  Answer stores() {
    return Answer.page("stores", Map.of());
  }

  /** The counts in the head of every page. */
  Answer liveSummary(Query query, Frame frame) {
    return query.text("seen").equals(frame.seen())
        ? new Answer.Unchanged()
        : Answer.page("layout :: counts", Map.of());
  }

  Answer liveStores(Query query, Frame frame) {
    return query.text("seen").equals(frame.seen())
        ? new Answer.Unchanged()
        : Answer.page("stores :: live", Map.of());
  }

  /**
   * Objects by id. All names of the store are listed once; documents are read of one page only, and
   * one object more is looked at to tell whether there is another page.
   */
  Answer objects(Query query) {
    String store = query.required("store");
    ObjectStore objects = stores.get(store);
    String search = query.text("search");
    boolean anywhere = query.text("match").equals("anywhere");
    String after = query.text("after");
    Predicate<String> wanted =
        search.isEmpty()
            ? id -> true
            : anywhere ? id -> id.contains(search) : id -> id.startsWith(search);
    List<String> ids = objects.ids(wanted, after, PAGE + 1);
    List<ObjectRow> rows = ids.stream().limit(PAGE).map(id -> row(store, objects, id)).toList();
    Map<String, Object> model = new HashMap<>();
    model.put("store", store);
    model.put("sensitive", stores.isSensitive(store));
    model.put("search", search);
    model.put("match", anywhere ? "anywhere" : "");
    model.put("after", after);
    model.put("rows", rows);
    model.put("next", ids.size() > PAGE ? ids.get(PAGE - 1) : "");
    return Answer.page("objects", model);
  }

  Answer conflicts(Query query) {
    return Answer.page("conflicts", inbox(query));
  }

  Answer liveConflicts(Query query) {
    Map<String, Object> model = inbox(query);
    return query.text("seen").equals(model.get("seen"))
        ? new Answer.Unchanged()
        : Answer.page("conflicts :: live", model);
  }

  /**
   * Open conflicts, the oldest first, as they were last counted in the background. Those on the
   * page are looked at again, so that what has been settled since does not show.
   */
  private Map<String, Object> inbox(Query query) {
    Optional<String> store = query.find("store");
    store.ifPresent(stores::get);
    String kind = query.text("kind");
    int page = query.page();
    List<OfStore> all =
        stores.conflicts(store).stream()
            .filter(each -> kind.isEmpty() || kind.equals(kind(each.conflict())))
            .sorted(
                comparing((OfStore each) -> each.conflict().since())
                    .thenComparing(OfStore::store)
                    .thenComparing(each -> each.conflict().id())
                    .thenComparingLong(each -> each.conflict().generation()))
            .toList();
    List<ConflictRow> rows =
        all.stream()
            .skip((page - 1L) * PAGE)
            .limit(PAGE)
            .filter(this::isOpen)
            .map(each -> ConflictRow.of(each.store(), each.conflict()))
            .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("store", store.orElse(""));
    model.put("kind", kind);
    model.put("page", page);
    model.put("names", stores.names());
    model.put("rows", rows);
    model.put("total", all.size());
    model.put("more", all.size() > (long) page * PAGE);
    model.put("seen", Fingerprint.of(rows + " " + all.size()));
    return model;
  }

  private boolean isOpen(OfStore each) {
    Conflict seen = each.conflict();
    return stores.get(each.store()).conflicts(seen.id()).stream()
        .anyMatch(now -> now.rivals().equals(seen.rivals()) && now.kind() == seen.kind());
  }

  private ObjectRow row(String store, ObjectStore objects, String id) {
    List<Conflict> conflicts = objects.conflicts(id);
    long current = conflicts.stream().filter(Conflict::current).count();
    try {
      Optional<Versioned<ObjectNode>> winner = objects.find(id);
      return new ObjectRow(
          id,
          winner.map(Versioned::revision).orElse(null),
          stores.isSensitive(store)
              ? null
              : winner.map(found -> JsonText.line(found.value())).orElse(null),
          current,
          conflicts.size() - current,
          null);
    } catch (StoreException e) {
      return new ObjectRow(id, null, null, current, conflicts.size() - current, e.getMessage());
    }
  }

  private static String kind(Conflict conflict) {
    if (conflict.kind() == Conflict.Kind.DELETION) {
      return "deletion";
    }
    return conflict.current() ? "current" : "past";
  }

  /**
   * An object in a list.
   *
   * @param id its id
   * @param winner its winner; null if somebody has just deleted it, or if it cannot be read
   * @param line its document in one line; null if it is not to be shown
   * @param current how many current conflicts it has
   * @param past how many past ones
   * @param problem why it cannot be read, if so
   */
  record ObjectRow(
      String id,
      @Nullable Revision winner,
      @Nullable JsonText line,
      long current,
      long past,
      @Nullable String problem) {}

  /**
   * A conflict in a list.
   *
   * @param store name of its store
   * @param id id of the object
   * @param kind current, past or deletion
   * @param generation its generation
   * @param rivals its rivals
   * @param since since when it is open
   */
  record ConflictRow(
      String store, String id, String kind, long generation, List<Revision> rivals, String since) {

    static ConflictRow of(String store, Conflict conflict) {
      return new ConflictRow(
          store,
          conflict.id(),
          StorePages.kind(conflict),
          conflict.generation(),
          conflict.rivals(),
          Moment.text(conflict.since()));
    }
  }
}
