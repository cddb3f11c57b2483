package io.multiprocess.store.merge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A JSON value by which others are found: equal by {@link JsonEquality}.
 *
 * <p>Scalars have an order that depends on nothing but their values: null, booleans, numbers, text.
 */
final class JsonKey implements Comparable<JsonKey> {

  private final JsonNode value;
  private final int hash;

  /** Of a value that is not changed any more. */
  JsonKey(JsonNode value) {
    this.value = value;
    this.hash = JsonEquality.hash(value);
  }

  /** The elements of an array. */
  static List<JsonKey> elements(ArrayNode array) {
    List<JsonKey> keys = new ArrayList<>(array.size());
    array.forEach(element -> keys.add(new JsonKey(element)));
    return keys;
  }

  /** The value. */
  JsonNode value() {
    return value;
  }

  @Override
  public int compareTo(JsonKey other) {
    int byRank = Integer.compare(rank(value), rank(other.value));
    if (byRank != 0) {
      return byRank;
    }
    return JsonEquality.isNumber(value)
        ? value.decimalValue().compareTo(other.value.decimalValue())
        : value.asString().compareTo(other.value.asString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonKey that
        && hash == that.hash
        && JsonEquality.equal(value, that.value);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return value.toString();
  }

  private static int rank(JsonNode value) {
    if (value.isNull()) {
      return 0;
    }
    if (value.isBoolean()) {
      return 1;
    }
    return JsonEquality.isNumber(value) ? 2 : 3;
  }
}
