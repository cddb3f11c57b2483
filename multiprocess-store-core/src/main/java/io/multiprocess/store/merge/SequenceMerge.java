package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.ThreeWayMerge.UNSETTLED;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Merges arrays in which the order counts, as diff3 merges the lines of texts. */
final class SequenceMerge {

  private SequenceMerge() {}

  /** The base with the changes of both sides, or unsettled. */
  static JsonNode merge(@Nullable JsonNode base, JsonNode ours, JsonNode theirs) {
    JsonNode from = base == null ? JsonNodeFactory.instance.arrayNode() : base;
    if (!(from instanceof ArrayNode was)
        || !(ours instanceof ArrayNode our)
        || !(theirs instanceof ArrayNode their)) {
      return UNSETTLED;
    }
    List<JsonKey> old = JsonKey.elements(was);
    return merge(old, changes(old, JsonKey.elements(our)), changes(old, JsonKey.elements(their)));
  }

  private static JsonNode merge(List<JsonKey> base, Deque<Change> ours, Deque<Change> theirs) {
    ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    int done = 0;
    while (!ours.isEmpty() || !theirs.isEmpty()) {
      Change our = ours.peek();
      Change their = theirs.peek();
      if (our != null && their != null && !our.equals(their) && our.clashesWith(their)) {
        return UNSETTLED;
      }
      Change next = our == null || (their != null && their.isBefore(our)) ? their : our;
      if (next == null) {
        break;
      }
      if (next.equals(our)) {
        ours.remove();
      }
      if (next.equals(their)) {
        theirs.remove();
      }
      addAll(merged, base.subList(done, next.from));
      addAll(merged, next.by);
      done = next.to;
    }
    addAll(merged, base.subList(done, base.size()));
    return merged;
  }

  private static Deque<Change> changes(List<JsonKey> base, List<JsonKey> side) {
    int[] places = Alignment.of(base, side);
    Deque<Change> changes = new ArrayDeque<>();
    int from = 0;
    int start = 0;
    for (int i = 0; i <= base.size(); i++) {
      int place = i == base.size() ? side.size() : places[i];
      if (place < 0) {
        continue;
      }
      if (from < i || start < place) {
        changes.add(new Change(from, i, side.subList(start, place)));
      }
      from = i + 1;
      start = place + 1;
    }
    return changes;
  }

  private static void addAll(ArrayNode array, List<JsonKey> elements) {
    elements.forEach(element -> array.add(element.value()));
  }

  /** Elements of the base, from one index up to another, that a side has others for. */
  private record Change(int from, int to, List<JsonKey> by) {

    /** Whether both touch one element, or would both put more elements at one point. */
    boolean clashesWith(Change other) {
      boolean overlap = from < other.to && other.from < to;
      boolean touch = from == other.to || to == other.from;
      return overlap || (touch && grows() && other.grows());
    }

    boolean isBefore(Change other) {
      return from != other.from ? from < other.from : to < other.to;
    }

    private boolean grows() {
      return by.size() > to - from;
    }
  }
}
