package io.multiprocess.store.merge;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as a map from paths to scalars, in which there is nothing left to merge.
 *
 * <p>Objects have an entry of their own. Members of sets, elements of keyed arrays and their order
 * are entries where the caller says so by the name of a field: {@code set}, {@code keyed}.
 */
final class Flat {

  private final Map<String, String> entries = new TreeMap<>();

  private Flat() {}

  /** The entries of a document. */
  static Map<String, String> of(JsonNode document) {
    Flat flat = new Flat();
    flat.add("", "", document);
    return flat.entries;
  }

  private void add(String path, String name, JsonNode value) {
    if (value instanceof ObjectNode object) {
      entries.put(path, "object");
      for (String field : object.propertyNames()) {
        add(path + " . " + field, field, object.get(field));
      }
    } else if (value instanceof ArrayNode array && name.equals("set")) {
      entries.put(path, "set");
      array.forEach(member -> entries.put(path + " has " + text(member), "member"));
    } else if (value instanceof ArrayNode array && name.equals("keyed")) {
      entries.put(path, "keyed");
      array.forEach(element -> add(path + " # " + text(element.get("id")), "", element));
      addOrder(path, array);
    } else {
      entries.put(path, text(value));
    }
  }

  private void addOrder(String path, ArrayNode array) {
    for (int i = 0; i < array.size(); i++) {
      for (int k = 0; k < array.size(); k++) {
        String pair = text(array.get(i).get("id")) + " and " + text(array.get(k).get("id"));
        entries.put(path + " order " + pair, i < k ? "before" : "behind");
      }
    }
  }

  /** One text for each value. */
  static String text(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toString();
    }
    if (value instanceof ArrayNode array) {
      StringBuilder text = new StringBuilder("[");
      array.forEach(element -> text.append(text(element)).append(','));
      return text.append(']').toString();
    }
    if (value instanceof ObjectNode object) {
      Map<String, String> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
      return fields.toString();
    }
    return value.toString();
  }
}
