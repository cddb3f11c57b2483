package io.multiprocess.store.merge;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Equality of JSON values: fields in any order, elements in theirs, numbers by value.
 *
 * <p>{@link ThreeWayMerge#UNSETTLED} equals nothing, not even itself.
 */
final class JsonEquality {

  private JsonEquality() {}

  /** Whether both are absent or of one value. */
  static boolean equal(@Nullable JsonNode left, @Nullable JsonNode right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    if (left instanceof ObjectNode leftObject && right instanceof ObjectNode rightObject) {
      return equalObjects(leftObject, rightObject);
    }
    if (left instanceof ArrayNode leftArray && right instanceof ArrayNode rightArray) {
      return equalArrays(leftArray, rightArray);
    }
    if (isNumber(left) && isNumber(right)) {
      return left.decimalValue().compareTo(right.decimalValue()) == 0;
    }
    return left.equals(right) && !left.isMissingNode();
  }

  /** A hash that equal values share. */
  static int hash(JsonNode value) {
    int hash = 1;
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        hash += field.getKey().hashCode() ^ (31 * hash(field.getValue()));
      }
      return hash;
    }
    if (value instanceof ArrayNode array) {
      for (JsonNode element : array) {
        hash = 31 * hash + hash(element);
      }
      return hash;
    }
    return isNumber(value) ? plain(value).hashCode() : value.hashCode();
  }

  /** Whether it is a number as JSON knows it. */
  static boolean isNumber(JsonNode value) {
    return value instanceof NumericNode number && !number.isNaN();
  }

  private static BigDecimal plain(JsonNode number) {
    return number.decimalValue().stripTrailingZeros();
  }

  private static boolean equalObjects(ObjectNode left, ObjectNode right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> field : left.properties()) {
      JsonNode other = right.get(field.getKey());
      if (other == null || !equal(field.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalArrays(ArrayNode left, ArrayNode right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
