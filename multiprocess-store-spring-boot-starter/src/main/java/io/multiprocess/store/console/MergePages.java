package io.multiprocess.store.console;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page on which a person ends a conflict.
 *
 * <p>Its forms name the rivals that were shown. If these are not the rivals any more, nothing is
 * done: the page comes again with what there is now, and with all that was chosen and typed.
 */
final class MergePages {

  private static final int UNDECIDED = 422;
  private static final String TAKE = "take:";

  private static final String CHANGED =
      "Somebody wrote this object while you were deciding. Nothing was settled. "
          + "Below is what there is now, with all that you chose and typed.";

  private final KnownStores stores;

  MergePages(KnownStores stores) {
    this.stores = stores;
  }

  Answer merge(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    return page(200, store, id, Decision.none(), null, "");
  }

  /** A word that there is something new, which leaves the form as it is. */
  Answer liveMerge(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    return query.text("seen").equals(stores.stateOf(store, id))
        ? new Answer.Unchanged()
        : Answer.page("merge :: changed", Map.of("store", store, "id", id));
  }

  /** What the choices so far come to. */
  Answer preview(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    OpenConflict<ObjectNode> open = find(store, id).orElse(null);
    if (open == null || stores.isSensitive(store)) {
      return new Answer.Unchanged();
    }
    Map<String, Object> model = new HashMap<>();
    addPreview(model, Decision.of(query).apply(open));
    return Answer.page("merge :: preview", model);
  }

  /** The page again, with what was chosen and typed, and nothing done. */
  Answer again(Query query, int status, String reason) {
    return page(
        status,
        query.required("store"),
        query.required("id"),
        Decision.of(query),
        query.find("document").orElse(null),
        reason);
  }

  /** Does what a form says. */
  Answer decide(Query query, Links link) {
    String store = query.required("store");
    String id = query.required("id");
    String action = query.required("action");
    Optional<OpenConflict<ObjectNode>> open = find(store, id);
    if (action.equals("preview")) {
      return again(query, 200, "");
    }
    Set<Revision> seen = new HashSet<>(query.revisions("rival"));
    if (open.isEmpty() || !seen.equals(new HashSet<>(open.get().revisions()))) {
      return again(query, 409, CHANGED);
    }
    try {
      return decide(query, link, action, open.get());
    } catch (StaleRevisionException | ObjectNotFoundException e) {
      return again(query, 409, CHANGED);
    } catch (InvalidDocumentException e) {
      return again(query, 422, String.valueOf(e.getMessage()));
    }
  }

  private Answer decide(Query query, Links link, String action, OpenConflict<ObjectNode> open) {
    String store = query.required("store");
    ObjectStore objects = stores.get(store);
    String id = open.id();
    if (action.startsWith(TAKE)) {
      objects.settle(id, side(open, action.substring(TAKE.length())), open.revisions());
      return new Answer.Redirect(link.done(store, id, "settled"));
    }
    switch (action) {
      case "settle" -> {
        Decision.Outcome outcome = Decision.of(query).apply(open);
        if (!outcome.problems().isEmpty()) {
          return again(query, UNDECIDED, "Decide about every field first.");
        }
        objects.settle(id, outcome.document(), open.revisions());
      }
      case "document" -> {
        ObjectNode document;
        try {
          document = JsonText.parseDocument(query.text("document"));
        } catch (IllegalArgumentException e) {
          return again(query, 422, String.valueOf(e.getMessage()));
        }
        objects.settle(id, document, open.revisions());
      }
      case "keep" -> objects.undelete(id);
      case "delete" -> objects.delete(id);
      default -> throw ConsoleException.badRequest("There is no action '%s'.".formatted(action));
    }
    return new Answer.Redirect(
        link.done(store, id, action.equals("delete") ? "deleted" : "settled"));
  }

  private static ObjectNode side(OpenConflict<ObjectNode> open, String revision) {
    return open.rivals().stream()
        .filter(rival -> rival.revision().toString().equals(revision))
        .findFirst()
        .orElseThrow(
            () -> ConsoleException.badRequest("'%s' is none of the versions.".formatted(revision)))
        .value();
  }

  private Answer page(
      int status,
      String store,
      String id,
      Decision decision,
      @Nullable String typed,
      String message) {
    String seen = stores.stateOf(store, id);
    OpenConflict<ObjectNode> open = find(store, id).orElse(null);
    boolean sensitive = stores.isSensitive(store);
    Map<String, Object> model = new HashMap<>();
    model.put("store", store);
    model.put("id", id);
    model.put("seen", seen);
    model.put("sensitive", sensitive);
    model.put("message", message);
    if (typed != null) {
      model.put("typed", typed);
    }
    if (open == null) {
      requireKnown(store, id);
      model.put("left", decision.typed());
      return new Answer.Page(status, "settled", model);
    }
    Decision.Outcome outcome = decision.apply(open);
    model.put("rivals", open.revisions());
    model.put("deletion", !open.deleted().isEmpty());
    model.put("clean", open.isClean());
    model.put("clashCount", open.clashes().size());
    Map<String, String> problems = new HashMap<>(outcome.problems());
    if (status != UNDECIDED) {
      // What is still to decide is told when somebody settles; a choice that cannot stand, at once.
      problems.keySet().removeIf(place -> decision.at(place).what().isEmpty());
    }
    model.put("view", MergeView.of(open, decision, problems));
    if (!sensitive) {
      model.put("document", typed == null ? JsonText.laidOut(outcome.document()) : typed);
      addPreview(model, outcome);
    }
    open.base().map(Versioned::revision).ifPresent(base -> model.put("base", base));
    return new Answer.Page(status, "merge", model);
  }

  private static void addPreview(Map<String, Object> model, Decision.Outcome outcome) {
    model.put("result", JsonText.document(outcome.document()));
    model.put("undecided", outcome.problems().keySet().stream().map(Differences::place).toList());
  }

  /** What is open, or nothing if it is settled, or the object is gone. */
  private Optional<OpenConflict<ObjectNode>> find(String store, String id) {
    try {
      return stores.get(store).conflict(id);
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private void requireKnown(String store, String id) {
    List<HistoryEntry<ObjectNode>> history = stores.get(store).history(id);
    if (history.isEmpty()) {
      throw ConsoleException.notFound(
          "There is no object '%s' in store '%s'.".formatted(id, store));
    }
  }
}
