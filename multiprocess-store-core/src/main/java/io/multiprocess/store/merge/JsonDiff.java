package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.JsonEquality.equal;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What changed from one JSON value to another, as a JSON Patch (RFC 6902). */
public final class JsonDiff {

  private final ArrayNode patch = JsonNodeFactory.instance.arrayNode();

  private JsonDiff() {}

  /**
   * The operations {@code add}, {@code remove} and {@code replace} that lead to the other value.
   */
  public static ArrayNode between(JsonNode from, JsonNode to) {
    JsonDiff diff = new JsonDiff();
    diff.addChanges("", from, to);
    return diff.patch;
  }

  private void addChanges(String pointer, JsonNode from, JsonNode to) {
    if (equal(from, to)) {
      return;
    }
    if (from instanceof ObjectNode && to instanceof ObjectNode) {
      addFields(pointer, from, to);
    } else if (from instanceof ArrayNode fromArray && to instanceof ArrayNode toArray) {
      addElements(pointer, fromArray, toArray);
    } else {
      add("replace", pointer).set("value", to.deepCopy());
    }
  }

  private void addFields(String pointer, JsonNode from, JsonNode to) {
    for (String name : from.propertyNames()) {
      JsonNode value = to.get(name);
      if (value == null) {
        add("remove", Clashes.below(pointer, name));
      } else {
        addChanges(Clashes.below(pointer, name), from.get(name), value);
      }
    }
    for (String name : to.propertyNames()) {
      if (!from.has(name)) {
        add("add", Clashes.below(pointer, name)).set("value", to.get(name).deepCopy());
      }
    }
  }

  /** Changes elements pairwise between those that stay, then removes or inserts what is left. */
  private void addElements(String pointer, ArrayNode from, ArrayNode to) {
    int[] places = Alignment.of(JsonKey.elements(from), JsonKey.elements(to));
    int start = 0;
    int done = 0;
    for (int i = 0; i <= from.size(); i++) {
      int place = i == from.size() ? to.size() : places[i];
      if (place < 0) {
        continue;
      }
      int both = Math.min(i - start, place - done);
      for (int k = 0; k < both; k++) {
        addChanges(pointer + "/" + (done + k), from.get(start + k), to.get(done + k));
      }
      for (int k = start + both; k < i; k++) {
        add("remove", pointer + "/" + (done + both));
      }
      for (int k = done + both; k < place; k++) {
        add("add", pointer + "/" + k).set("value", to.get(k).deepCopy());
      }
      start = i + 1;
      done = place + 1;
    }
  }

  private ObjectNode add(String operation, String pointer) {
    return patch.addObject().put("op", operation).put("path", pointer);
  }
}
