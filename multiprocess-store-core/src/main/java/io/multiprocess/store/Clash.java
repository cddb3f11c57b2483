package io.multiprocess.store;

import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One place of a document at which rivals differ and no rule says how to keep all of them.
 *
 * @param pointer the place as a JSON Pointer (RFC 6901); empty for the whole document
 * @param base the value the rivals started from, if that is known and was there
 * @param values what each rival has there, in election order; empty where it has nothing
 */
public record Clash(
    String pointer, Optional<JsonNode> base, SortedMap<Revision, Optional<JsonNode>> values) {

  private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
      (left, right) -> {
        if (left.isNumber() && right.isNumber()) {
          return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
      };

  /** Copies the values, and checks that there are rivals. */
  public Clash {
    if (values.size() < 2) {
      throw new IllegalArgumentException(
          "Clash at '%s' is of %s; expected two or more rivals"
              .formatted(pointer, values.keySet()));
    }
    base = base.map(JsonNode::deepCopy);
    SortedMap<Revision, Optional<JsonNode>> copies = new TreeMap<>();
    values.forEach((rival, value) -> copies.put(rival, value.map(JsonNode::deepCopy)));
    values = Collections.unmodifiableSortedMap(copies);
  }

  /** What the leading rival has. */
  public Optional<JsonNode> ours() {
    return values.getOrDefault(values.lastKey(), Optional.empty());
  }

  /** What the greatest rival has that differs from the leading one. */
  public Optional<JsonNode> theirs() {
    Optional<JsonNode> ours = ours();
    Optional<JsonNode> theirs = ours;
    for (Optional<JsonNode> value : values.values()) {
      if (!same(value, ours)) {
        theirs = value;
      }
    }
    return theirs;
  }

  private static boolean same(Optional<JsonNode> left, Optional<JsonNode> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() && right.isEmpty();
    }
    return left.get().equals(NUMBERS_BY_VALUE, right.get());
  }
}
