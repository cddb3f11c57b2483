package io.multiprocess.store.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Patch made readable: what stood at each place before, and what stands there after. */
final class Differences {

  private Differences() {}

  /**
   * One place that differs.
   *
   * @param place names of the fields that lead there
   * @param change added, removed or changed
   * @param before what stood there, if anything
   * @param after what stands there, if anything
   */
  record Row(String place, String change, @Nullable JsonText before, @Nullable JsonText after) {}

  /**
   * Follows a patch of {@code add}, {@code remove} and {@code replace} operations. Places in arrays
   * are counted as the patch counts them, each after what was done before it.
   *
   * @param from the document that the patch was made for
   */
  static List<Row> of(ObjectNode from, ArrayNode patch) {
    ObjectNode document = from.deepCopy();
    List<Row> rows = new ArrayList<>();
    for (JsonNode operation : patch) {
      String pointer = operation.get("path").stringValue();
      JsonPointer at = JsonPointer.compile(pointer);
      Optional<JsonNode> after = Optional.ofNullable(operation.get("value"));
      boolean adds = operation.get("op").stringValue().equals("add");
      Optional<JsonNode> before = adds ? Optional.empty() : Optional.of(document.at(at).deepCopy());
      apply(document, at, adds, after.map(JsonNode::deepCopy).orElse(null));
      rows.add(
          new Row(
              place(pointer),
              adds ? "added" : after.isEmpty() ? "removed" : "changed",
              before.map(JsonText::value).orElse(null),
              after.map(JsonText::value).orElse(null)));
    }
    return rows;
  }

  /** A JSON Pointer as people read it. */
  static String place(String pointer) {
    return pointer.isEmpty()
        ? "the whole document"
        : Arrays.stream(pointer.substring(1).split("/", -1))
            .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
            .collect(Collectors.joining(" › "));
  }

  private static void apply(
      ObjectNode document, JsonPointer at, boolean adds, @Nullable JsonNode value) {
    JsonNode parent = document.at(at.head());
    String name = at.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (parent instanceof ArrayNode array) {
      int index = at.last().getMatchingIndex();
      if (value == null) {
        array.remove(index);
      } else if (adds) {
        array.insert(index, value);
      } else {
        array.set(index, value);
      }
    }
  }
}
