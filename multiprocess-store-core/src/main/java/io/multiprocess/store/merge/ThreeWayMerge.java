package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.JsonEquality.equal;

import io.multiprocess.store.MergeRules;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What two edits of one base come to together.
 *
 * <p>Absent values are {@code null}. To swap the sides swaps nothing in the result but the order of
 * fields. Trees share what they have in common with the arguments.
 */
final class ThreeWayMerge {

  /**
   * Stands in a result where the sides clash, and in a base where nothing is known.
   *
   * <p>So the result of a merge can be a side or the base of the next one: what is unsettled stays
   * so as a side, and as a base lets only equal values pass.
   */
  static final JsonNode UNSETTLED = MissingNode.getInstance();

  private ThreeWayMerge() {}

  /** Whether it is {@link #UNSETTLED}. */
  static boolean isUnsettled(@Nullable JsonNode value) {
    return value != null && value.isMissingNode();
  }

  /** Merges the values of one place. */
  static @Nullable JsonNode merge(
      @Nullable JsonNode base,
      @Nullable JsonNode ours,
      @Nullable JsonNode theirs,
      MergeRules rules) {
    if (isUnsettled(ours) || isUnsettled(theirs)) {
      return UNSETTLED;
    }
    if (!rules.isCounting() && equal(ours, theirs)) {
      return ours;
    }
    if (equal(base, ours)) {
      return theirs;
    }
    if (equal(base, theirs)) {
      return ours;
    }
    if (ours instanceof ObjectNode ourObject
        && theirs instanceof ObjectNode theirObject
        && (base == null || isUnsettled(base) || base instanceof ObjectNode)) {
      return mergeFields(base, ourObject, theirObject, rules);
    }
    JsonNode merged = isUnsettled(base) ? UNSETTLED : mergeByRule(base, ours, theirs, rules);
    return isUnsettled(merged) && equal(ours, theirs) ? ours : merged;
  }

  private static ObjectNode mergeFields(
      @Nullable JsonNode base, ObjectNode ours, ObjectNode theirs, MergeRules rules) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    Set<String> names = new LinkedHashSet<>(ours.propertyNames());
    names.addAll(theirs.propertyNames());
    for (String name : names) {
      JsonNode was = base instanceof ObjectNode object ? object.get(name) : base;
      JsonNode field = merge(was, ours.get(name), theirs.get(name), rules.below(name));
      if (field != null) {
        merged.set(name, field);
      }
    }
    return merged;
  }

  private static JsonNode mergeByRule(
      @Nullable JsonNode base,
      @Nullable JsonNode ours,
      @Nullable JsonNode theirs,
      MergeRules rules) {
    MergeRules.Rule rule = rules.rule().orElse(null);
    if (rule == null || ours == null || theirs == null) {
      return UNSETTLED;
    }
    // A property that Java has as null is one that has nothing yet.
    JsonNode was = base == null || base.isNull() ? null : base;
    return switch (rule.as()) {
      case SET -> SetMerge.merge(was, ours, theirs);
      case SEQUENCE -> SequenceMerge.merge(was, ours, theirs);
      case KEYED -> KeyedMerge.merge(was, ours, theirs, rule.key(), rules.belowElement());
      case COUNTER -> CounterMerge.merge(was, ours, theirs);
    };
  }
}
