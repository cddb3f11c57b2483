package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.ThreeWayMerge.UNSETTLED;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Merges numbers to which edits add: the base and both differences, to the last digit. */
final class CounterMerge {

  /** What Jackson reads of a number, so that 1E999999999 + 1 is not written out. */
  private static final long MOST_DIGITS = 1_000;

  private CounterMerge() {}

  /** The base, 0 if absent, with both differences, or unsettled. */
  static JsonNode merge(@Nullable JsonNode base, JsonNode ours, JsonNode theirs) {
    JsonNode from = base == null ? IntNode.valueOf(0) : base;
    if (!Stream.of(from, ours, theirs).allMatch(JsonEquality::isNumber)) {
      return UNSETTLED;
    }
    if (Stream.of(from, ours, theirs).allMatch(JsonNode::isIntegralNumber)) {
      return integer(
          ours.bigIntegerValue().add(theirs.bigIntegerValue()).subtract(from.bigIntegerValue()));
    }
    if (digits(from, ours, theirs) > MOST_DIGITS) {
      return UNSETTLED;
    }
    return JsonNodeFactory.instance.numberNode(
        ours.decimalValue().add(theirs.decimalValue()).subtract(from.decimalValue()));
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JsonNodeFactory.instance.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JsonNodeFactory.instance.numberNode(value.longValue())
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** From the highest digit of all to the lowest. */
  private static long digits(JsonNode... numbers) {
    long highest = 0;
    long lowest = 0;
    for (JsonNode number : numbers) {
      BigDecimal value = number.decimalValue();
      highest = Math.max(highest, (long) value.precision() - value.scale());
      lowest = Math.min(lowest, -(long) value.scale());
    }
    return highest - lowest;
  }
}
