package io.multiprocess.store.console;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages on one object: what it is, what it was, and what has come between. */
final class ObjectPages {

  /** How many revisions are drawn and listed. */
  private static final int REVISIONS = 60;

  private final KnownStores stores;

  ObjectPages(KnownStores stores) {
    this.stores = stores;
  }

  Answer object(Query query) {
    return Answer.page("object", model(query.required("store"), query.required("id"), query));
  }

  /** The page again if the object has changed. What changes only in the archive is not noticed. */
  Answer liveObject(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    return query.text("seen").equals(stores.stateOf(store, id))
        ? new Answer.Unchanged()
        : Answer.page("object :: live", model(store, id, query));
  }

  Answer revision(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    Revision revision = query.revision("revision");
    HistoryEntry<ObjectNode> entry =
        stores.get(store).history(id).stream()
            .filter(each -> each.revision().equals(revision))
            .findFirst()
            .orElseThrow(() -> noRevision(store, id, revision));
    boolean sensitive = stores.isSensitive(store);
    Map<String, Object> model = new HashMap<>();
    model.put("store", store);
    model.put("id", id);
    model.put("sensitive", sensitive);
    model.put("row", RevisionRow.of(entry, null, Set.of()));
    model.put("bases", entry.bases().orElse(List.of()));
    model.put("known", entry.bases().isPresent());
    if (!sensitive) {
      entry.value().map(JsonText::document).ifPresent(document -> model.put("document", document));
    }
    return Answer.page("revision", model);
  }

  Answer diff(Query query) {
    String store = query.required("store");
    String id = query.required("id");
    Revision from = query.revision("from");
    Revision to = query.revision("to");
    Map<String, Object> model = new HashMap<>();
    model.put("store", store);
    model.put("id", id);
    model.put("from", from);
    model.put("to", to);
    model.put("sensitive", stores.isSensitive(store));
    model.put("rows", List.of());
    if (!stores.isSensitive(store)) {
      ObjectStore objects = stores.get(store);
      ArrayNode patch = objects.diff(id, from, to);
      model.put("rows", Differences.of(document(store, id, from), patch));
      model.put("patch", JsonText.document(patch));
    }
    return Answer.page("diff", model);
  }

  Answer undelete(Query query, Links link) {
    String store = query.required("store");
    String id = query.required("id");
    try {
      stores.get(store).undelete(id);
    } catch (ObjectExistsException e) {
      throw ConsoleException.conflict(
          "Object '%s' exists already; somebody else brought it back, or created it anew."
              .formatted(id));
    }
    return new Answer.Redirect(link.done(store, id, "undeleted"));
  }

  Answer restore(Query query, Links link) {
    String store = query.required("store");
    String id = query.required("id");
    Revision revision = query.revision("revision");
    try {
      stores.get(store).restore(id, revision);
    } catch (ObjectExistsException e) {
      throw ConsoleException.conflict(
          "Revision %s of '%s' is live already; there is nothing to restore."
              .formatted(revision, id));
    }
    return new Answer.Redirect(link.done(store, id, "restored"));
  }

  private Map<String, Object> model(String store, String id, Query query) {
    ObjectStore objects = stores.get(store);
    // Before what it is taken of, so that a change between the two shows at the next look.
    String seen = stores.stateOf(store, id);
    List<HistoryEntry<ObjectNode>> history = objects.history(id);
    if (history.isEmpty()) {
      throw ConsoleException.notFound(
          "There is no object '%s' in store '%s', and there was none as far as its archive reaches."
              .formatted(id, store));
    }
    List<Conflict> conflicts = objects.conflicts(id);
    Set<Revision> rivals = new HashSet<>();
    conflicts.forEach(conflict -> rivals.addAll(conflict.rivals()));
    Optional<HistoryEntry<ObjectNode>> winner =
        history.stream().filter(HistoryEntry::isLive).findFirst();
    Revision winning = winner.map(HistoryEntry::revision).orElse(null);
    boolean sensitive = stores.isSensitive(store);
    List<HistoryEntry<ObjectNode>> latest = history.subList(0, Math.min(REVISIONS, history.size()));
    long current = conflicts.stream().filter(Conflict::current).count();
    Map<String, Object> model = new HashMap<>();
    model.put("store", store);
    model.put("id", id);
    model.put("seen", seen);
    model.put("sensitive", sensitive);
    model.put("deleted", winner.isEmpty());
    model.put("current", current);
    model.put("past", conflicts.size() - current);
    model.put("graph", HistoryGraph.of(latest, winning, rivals));
    model.put("rows", latest.stream().map(each -> RevisionRow.of(each, winning, rivals)).toList());
    model.put("omitted", history.size() - latest.size());
    model.put("done", query.text("done"));
    model.put("restorable", history.stream().anyMatch(each -> each.value().isPresent()));
    if (winning != null) {
      model.put("winner", winning);
    }
    if (!sensitive) {
      winner
          .flatMap(HistoryEntry::value)
          .ifPresent(document -> model.put("document", JsonText.document(document)));
    }
    return model;
  }

  private ObjectNode document(String store, String id, Revision revision) {
    return stores.get(store).history(id).stream()
        .filter(entry -> entry.revision().equals(revision))
        .findFirst()
        .flatMap(HistoryEntry::value)
        .orElseThrow(() -> noRevision(store, id, revision));
  }

  private static ConsoleException noRevision(String store, String id, Revision revision) {
    return ConsoleException.notFound(
        "Object '%s' in store '%s' has no revision %s that could still be shown."
            .formatted(id, store, revision));
  }

  /**
   * A revision in a list.
   *
   * @param revision the revision
   * @param kind winner, rival, live or dead
   * @param word what it is, in a word
   * @param writtenAt when it was written, if that is known
   * @param diedAt when it died, if it did
   * @param evidence what stands for it, if it was settled
   * @param readable whether its document is there
   */
  record RevisionRow(
      Revision revision,
      String kind,
      String word,
      @Nullable String writtenAt,
      @Nullable String diedAt,
      @Nullable Revision evidence,
      boolean readable) {

    static RevisionRow of(
        HistoryEntry<ObjectNode> entry, @Nullable Revision winner, Set<Revision> rivals) {
      String kind = HistoryGraph.kind(entry, winner, rivals);
      return new RevisionRow(
          entry.revision(),
          kind,
          kind.equals("dead") ? entry.state().name().toLowerCase(Locale.ROOT) : kind,
          entry.writtenAt().map(Moment::text).orElse(null),
          entry.diedAt().map(Moment::text).orElse(null),
          entry.evidence().orElse(null),
          entry.value().isPresent());
    }
  }
}
