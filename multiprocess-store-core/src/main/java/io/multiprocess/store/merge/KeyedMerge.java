package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.ThreeWayMerge.UNSETTLED;

import io.multiprocess.store.MergeRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges arrays of objects that a field tells apart.
 *
 * <p>Elements that both sides left in their order are fixed points. What a side inserted or moved
 * stands between the same fixed points as on that side.
 */
final class KeyedMerge {

  private final Map<JsonKey, ObjectNode> ours;
  private final Map<JsonKey, ObjectNode> theirs;
  private final Set<JsonKey> ourStays;
  private final Set<JsonKey> theirStays;
  private final Set<JsonKey> fixed;
  private final Map<JsonKey, JsonNode> merged;

  private KeyedMerge(
      Map<JsonKey, ObjectNode> base,
      Map<JsonKey, ObjectNode> ours,
      Map<JsonKey, ObjectNode> theirs,
      Map<JsonKey, JsonNode> merged) {
    this.ours = ours;
    this.theirs = theirs;
    this.merged = merged;
    this.ourStays = stays(base, ours);
    this.theirStays = stays(base, theirs);
    this.fixed = new HashSet<>(ourStays);
    fixed.retainAll(theirStays);
  }

  /** The elements of both sides merged by their keys, or unsettled. */
  static JsonNode merge(
      @Nullable JsonNode base,
      JsonNode ours,
      JsonNode theirs,
      String key,
      MergeRules elementRules) {
    Optional<Map<JsonKey, ObjectNode>> was = byKey(base, key);
    Optional<Map<JsonKey, ObjectNode>> our = byKey(ours, key);
    Optional<Map<JsonKey, ObjectNode>> their = byKey(theirs, key);
    if (was.isEmpty() || our.isEmpty() || their.isEmpty()) {
      return UNSETTLED;
    }
    Map<JsonKey, JsonNode> merged = new HashMap<>();
    Set<JsonKey> keys = new HashSet<>(our.get().keySet());
    keys.addAll(their.get().keySet());
    for (JsonKey each : keys) {
      JsonNode element =
          ThreeWayMerge.merge(
              was.get().get(each), our.get().get(each), their.get().get(each), elementRules);
      if (ThreeWayMerge.isUnsettled(element)) {
        return UNSETTLED;
      }
      if (element != null) {
        merged.put(each, element);
      }
    }
    return new KeyedMerge(was.get(), our.get(), their.get(), merged).inOrder();
  }

  /** Elements by their keys, none if the array is absent; empty if not all have a key of theirs. */
  static Optional<Map<JsonKey, ObjectNode>> byKey(@Nullable JsonNode array, String key) {
    Map<JsonKey, ObjectNode> elements = new LinkedHashMap<>();
    if (array == null) {
      return Optional.of(elements);
    }
    if (!(array instanceof ArrayNode)) {
      return Optional.empty();
    }
    for (JsonNode element : array) {
      Optional<JsonKey> its = keyOf(element, key);
      if (its.isEmpty() || elements.put(its.get(), (ObjectNode) element) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(elements);
  }

  /** An element's key, if it is an object that has one. */
  static Optional<JsonKey> keyOf(JsonNode element, String key) {
    JsonNode value = element instanceof ObjectNode ? element.get(key) : null;
    return value == null || value.isContainer() || value.isNull() || value.isMissingNode()
        ? Optional.empty()
        : Optional.of(new JsonKey(value));
  }

  private JsonNode inOrder() {
    List<List<JsonKey>> our = placed(ours, theirs, ourStays);
    List<List<JsonKey>> their = placed(theirs, ours, theirStays);
    if (differ(our, their)) {
      return UNSETTLED;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int gap = 0;
    for (JsonKey key : ours.keySet()) {
      if (fixed.contains(key)) {
        addAll(array, together(our.get(gap), their.get(gap)));
        addAll(array, List.of(key));
        gap++;
      }
    }
    addAll(array, together(our.get(gap), their.get(gap)));
    return array;
  }

  /** What a side decides the place of, by the number of fixed points before it. */
  private List<List<JsonKey>> placed(
      Map<JsonKey, ObjectNode> side, Map<JsonKey, ObjectNode> other, Set<JsonKey> stays) {
    List<List<JsonKey>> gaps = new ArrayList<>();
    List<JsonKey> gap = new ArrayList<>();
    for (JsonKey key : side.keySet()) {
      boolean movedByOther = stays.contains(key) && other.containsKey(key);
      if (fixed.contains(key)) {
        gaps.add(gap);
        gap = new ArrayList<>();
      } else if (merged.containsKey(key) && !movedByOther) {
        gap.add(key);
      }
    }
    gaps.add(gap);
    return gaps;
  }

  /** Whether the sides put an element at different places. */
  private static boolean differ(List<List<JsonKey>> ours, List<List<JsonKey>> theirs) {
    Map<JsonKey, Integer> places = new HashMap<>();
    for (int i = 0; i < ours.size(); i++) {
      for (JsonKey key : ours.get(i)) {
        places.put(key, i);
      }
    }
    for (int i = 0; i < theirs.size(); i++) {
      for (JsonKey key : theirs.get(i)) {
        if (places.getOrDefault(key, i) != i) {
          return true;
        }
      }
    }
    return false;
  }

  private static Iterable<JsonKey> together(List<JsonKey> ours, List<JsonKey> theirs) {
    if (theirs.isEmpty() || ours.equals(theirs)) {
      return ours;
    }
    if (ours.isEmpty()) {
      return theirs;
    }
    Set<JsonKey> sorted = new TreeSet<>(ours);
    sorted.addAll(theirs);
    return sorted;
  }

  private void addAll(ArrayNode array, Iterable<JsonKey> keys) {
    for (JsonKey key : keys) {
      array.add(merged.get(key));
    }
  }

  private static Set<JsonKey> stays(Map<JsonKey, ObjectNode> base, Map<JsonKey, ObjectNode> side) {
    List<JsonKey> old = List.copyOf(base.keySet());
    int[] places = Alignment.of(old, List.copyOf(side.keySet()));
    Set<JsonKey> stays = new HashSet<>();
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        stays.add(old.get(i));
      }
    }
    return stays;
  }
}
