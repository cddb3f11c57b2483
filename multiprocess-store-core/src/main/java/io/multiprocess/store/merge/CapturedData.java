package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.JsonEquality.equal;

import io.multiprocess.store.Merge;
import io.multiprocess.store.MergeRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether what one edit changed stands in another document. */
public final class CapturedData {

  private CapturedData() {}

  /**
   * Whether everything that a rival changed stands in the evidence.
   *
   * <p>A yes is sure; what cannot be told is a no. A changed counter never stands in another
   * document, because an equal count may be another one's.
   *
   * @param base what the rival started from; without it all that the rival has counts as changed
   * @param rival the edit
   * @param evidence the document that may contain it, and more
   * @param rules how arrays and counters are taken
   */
  public static boolean isCaptured(
      Optional<ObjectNode> base, ObjectNode rival, ObjectNode evidence, MergeRules rules) {
    return isIn(base.orElse(null), rival, evidence, rules);
  }

  private static boolean isIn(
      @Nullable JsonNode base,
      @Nullable JsonNode rival,
      @Nullable JsonNode evidence,
      MergeRules rules) {
    if (equal(base, rival)) {
      return true;
    }
    if (equal(rival, evidence) && !counts(base, rules) && !counts(rival, rules)) {
      return true;
    }
    if (rival == null || evidence == null) {
      return false;
    }
    if (rival instanceof ObjectNode && evidence instanceof ObjectNode) {
      return fieldsAreIn(base, rival, evidence, rules);
    }
    MergeRules.Rule rule = rules.rule().orElse(null);
    if (rule == null) {
      return false;
    }
    JsonNode was = base == null || base.isNull() ? null : base;
    return switch (rule.as()) {
      case SET -> membersAreIn(was, rival, evidence);
      case KEYED -> elementsAreIn(was, rival, evidence, rule.key(), rules.belowElement());
      case SEQUENCE, COUNTER -> false;
    };
  }

  private static boolean fieldsAreIn(
      @Nullable JsonNode base, JsonNode rival, JsonNode evidence, MergeRules rules) {
    Set<String> names = new LinkedHashSet<>(rival.propertyNames());
    if (base instanceof ObjectNode) {
      names.addAll(base.propertyNames());
    }
    return names.stream()
        .allMatch(
            name ->
                isIn(
                    base instanceof ObjectNode ? base.get(name) : null,
                    rival.get(name),
                    evidence.get(name),
                    rules.below(name)));
  }

  private static boolean membersAreIn(@Nullable JsonNode base, JsonNode rival, JsonNode evidence) {
    Optional<Set<JsonKey>> was = SetMerge.members(base);
    Optional<Set<JsonKey>> its = SetMerge.members(rival);
    Optional<Set<JsonKey>> found = SetMerge.members(evidence);
    if (was.isEmpty() || its.isEmpty() || found.isEmpty()) {
      return false;
    }
    return its.get().stream().allMatch(member -> has(was, member) || has(found, member))
        && was.get().stream().allMatch(member -> has(its, member) || !has(found, member));
  }

  private static boolean has(Optional<Set<JsonKey>> members, JsonKey member) {
    return members.get().contains(member);
  }

  private static boolean elementsAreIn(
      @Nullable JsonNode base, JsonNode rival, JsonNode evidence, String key, MergeRules rules) {
    Map<JsonKey, ObjectNode> was = KeyedMerge.byKey(base, key).orElse(null);
    Map<JsonKey, ObjectNode> its = KeyedMerge.byKey(rival, key).orElse(null);
    Map<JsonKey, ObjectNode> found = KeyedMerge.byKey(evidence, key).orElse(null);
    if (was == null || its == null || found == null) {
      return false;
    }
    Set<JsonKey> keys = new LinkedHashSet<>(its.keySet());
    keys.addAll(was.keySet());
    return keys.stream()
            .allMatch(each -> isIn(was.get(each), its.get(each), found.get(each), rules))
        && (common(was, its).equals(common(its, was))
            || common(found, its).equals(List.copyOf(its.keySet())));
  }

  /** The keys that both have, in the order of the first. */
  private static List<JsonKey> common(
      Map<JsonKey, ObjectNode> first, Map<JsonKey, ObjectNode> second) {
    return first.keySet().stream().filter(second::containsKey).toList();
  }

  /** Whether there is a counter in a value. */
  private static boolean counts(@Nullable JsonNode value, MergeRules rules) {
    if (value == null || !rules.isCounting()) {
      return false;
    }
    if (value instanceof ObjectNode object) {
      return object.properties().stream()
          .anyMatch(field -> counts(field.getValue(), rules.below(field.getKey())));
    }
    return value instanceof ArrayNode array
        ? array.valueStream().anyMatch(element -> counts(element, rules.belowElement()))
        : rules.rule().filter(rule -> rule.as() == Merge.As.COUNTER).isPresent();
  }
}
