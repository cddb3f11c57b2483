package io.multiprocess.store.docs;

import io.multiprocess.store.Clash;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.Merge;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three ways to settle. */
final class SettlingExample {

  private SettlingExample() {}

  static List<Settlement> captured(ObjectStore store) {
    // example: captured
    for (Settlement would : store.settleCaptured(true)) { // a dry run
      System.out.println(would.retired() + " stand in " + would.evidence());
    }
    List<Settlement> settled = store.settleCaptured(false);
    // end
    return settled;
  }

  static Versioned<ObjectNode> undo(ObjectStore store, Settlement settlement) {
    // example: undo
    Revision rival = settlement.retired().get(0);
    Versioned<ObjectNode> again = store.restore(settlement.id(), rival); // the conflict is back
    // end
    return again;
  }

  // example: annotated
  record Cart(
      String owner,
      @Merge(Merge.As.SET) List<String> tags,
      @Merge(value = Merge.As.KEYED, key = "sku") List<Item> items,
      @Merge(Merge.As.SEQUENCE) List<String> notes) {}

  record Item(String sku, @Merge(Merge.As.COUNTER) int quantity) {}

  // end

  static MergeRules annotatedRules() {
    // example: annotated-rules
    MergeRules rules = MergeRules.of(Cart.class, StoreMapper.builder().build());
    // end
    return rules;
  }

  static MergeRules rules() {
    // example: rules
    MergeRules rules =
        MergeRules.builder()
            .set("/tags")
            .keyed("/items", "sku")
            .counter("/items/*/quantity")
            .sequence("/notes")
            .build();
    // end
    return rules;
  }

  static FileObjectStore open(Path directory, MergeRules rules) {
    // example: on-stale
    StoreOptions options = StoreOptions.defaults().withOnStale(OnStale.MERGE).withMergeRules(rules);
    FileObjectStore store = FileObjectStore.open(directory, options);
    // end
    return store;
  }

  static Versioned<ObjectNode> askOnce(ObjectStore store, Versioned<ObjectNode> edited) {
    // example: per-call
    Versioned<ObjectNode> written = store.update(edited, OnStale.MERGE); // this edit, not others
    // end
    return written;
  }

  static Optional<Versioned<ObjectNode>> resolver(ObjectStore store) {
    // example: resolver
    ConflictResolver<ObjectNode> longestText =
        conflict -> {
          ObjectNode decided = conflict.merged().deepCopy();
          for (Clash clash : conflict.clashes()) {
            if (!clash.pointer().equals("/text")) {
              return Optional.empty(); // left to a person
            }
            decided.put("text", longest(clash));
          }
          return Optional.of(decided);
        };
    ObjectStore ruled = store.merging(MergeRules.none(), longestText);
    Optional<Versioned<ObjectNode>> winner = ruled.resolve("note");
    // end
    return winner;
  }

  // example: longest
  static String longest(Clash clash) {
    String longest = "";
    for (Optional<JsonNode> value : clash.values().values()) { // in election order, for everybody
      String text = value.map(JsonNode::asString).orElse("");
      longest = text.length() > longest.length() ? text : longest;
    }
    return longest;
  }

  // end

  static void choose(ObjectStore store, OpenConflict<ObjectNode> open) {
    // example: choose
    ObjectNode chosen = open.rivals().get(1).value(); // the one that does not lead
    store.settle(open.id(), chosen, open.revisions());
    // end
  }

  static void dropOne(ObjectStore store, OpenConflict<ObjectNode> open, Revision unwanted) {
    // example: drop
    Revision leading = open.leading().revision();
    store.settle(open.id(), open.leading().value(), List.of(leading, unwanted));
    // end
  }

  static Versioned<ObjectNode> untilDecided(ObjectStore store) {
    // example: until-decided
    while (true) {
      Optional<OpenConflict<ObjectNode>> open = store.conflict("carol");
      if (open.isEmpty()) {
        return store.get("carol");
      }
      ObjectNode decision = ask(open.get());
      try {
        store.settle("carol", decision, open.get().revisions());
      } catch (StaleRevisionException e) {
        System.out.println("settled by somebody else, or edited; look again: " + e.getMessage());
      }
    }
    // end
  }

  /** Somebody who takes everything. */
  private static ObjectNode ask(OpenConflict<ObjectNode> open) {
    return open.merged();
  }
}
