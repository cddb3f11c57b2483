package io.multiprocess.store.faults;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One write of one object, with what comes before it and what it makes of that. */
enum Operation {
  /** Into a directory nobody ever wrote to: format marker and temporary directory come with it. */
  FIRST_CREATE,
  CREATE,
  UPDATE,
  REJECTING_UPDATE,
  UPSERT_CREATE,
  UPSERT_UPDATE,
  DELETE,
  RE_CREATE,
  SETTLE,
  REJECTING_SETTLE,
  COMPACT;

  static final String ID = "bob";

  /** How the store that does it treats stale edits. */
  OnStale onStale() {
    return this == REJECTING_UPDATE || this == REJECTING_SETTLE ? OnStale.REJECT : OnStale.KEEP;
  }

  /** Brings about the state it starts from. */
  void prepare(ObjectStore store) {
    if (this == FIRST_CREATE) {
      return;
    }
    store.create("neighbour", document("n", 0));
    if (this != CREATE && this != UPSERT_CREATE) {
      Versioned<ObjectNode> first = store.create(ID, document("n", 0));
      store.update(first.withValue(document("n", 1)));
      if (isSettlement()) {
        store.update(first.withValue(document("n", 2)));
      }
    }
    if (this == COMPACT) {
      store.update(store.get(ID).withValue(document("n", 2)));
    }
    if (this == RE_CREATE) {
      store.delete(ID);
    }
  }

  /** Reads what it needs; the supplier then does it and tells what is acknowledged. */
  Supplier<String> begin(FileObjectStore store) {
    Optional<Versioned<ObjectNode>> base = store.find(ID);
    return switch (this) {
      case FIRST_CREATE, CREATE, RE_CREATE -> () -> revision(store.create(ID, edit()));
      case UPDATE, REJECTING_UPDATE ->
          () -> revision(store.update(base.orElseThrow().withValue(edit())));
      case UPSERT_CREATE, UPSERT_UPDATE -> () -> revision(store.upsert(ID, edit()));
      case DELETE -> () -> Boolean.toString(store.delete(ID));
      case SETTLE, REJECTING_SETTLE ->
          () -> revision(store.settle(ID, edit(), store.conflicts(ID).get(0).rivals()));
      case COMPACT -> () -> Long.toString(store.compact(ID, Retention.last(1)).revisions());
    };
  }

  /** What is acknowledged when it has led to a history. */
  String acknowledgement(List<Versioned<ObjectNode>> before, List<Versioned<ObjectNode>> after) {
    return switch (this) {
      case DELETE -> "true";
      case COMPACT -> Integer.toString(before.size() - after.size());
      default -> after.get(0).revision().toString();
    };
  }

  /** Whether a history is what it makes of another one. */
  boolean leads(List<Versioned<ObjectNode>> before, List<Versioned<ObjectNode>> after) {
    if (this == DELETE) {
      return after.isEmpty();
    }
    if (this == COMPACT) {
      return after.equals(before.subList(0, 1));
    }
    if (isSettlement()) {
      return after.size() == 3
          && after.get(0).value().equals(edit())
          && after.get(1).equals(before.get(0))
          && after.get(2).equals(before.get(2));
    }
    ObjectNode written = this == UPSERT_UPDATE ? edit().put("n", 1) : edit();
    return after.size() == before.size() + 1
        && after.subList(1, after.size()).equals(before)
        && after.get(0).value().equals(written);
  }

  private boolean isSettlement() {
    return this == SETTLE || this == REJECTING_SETTLE;
  }

  static ObjectNode document(String field, int value) {
    return JsonNodeFactory.instance.objectNode().put(field, value);
  }

  private static ObjectNode edit() {
    return document("edited", 1);
  }

  private static String revision(Versioned<ObjectNode> written) {
    return written.revision().toString();
  }
}
