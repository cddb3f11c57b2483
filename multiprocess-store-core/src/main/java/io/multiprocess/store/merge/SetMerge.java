package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.ThreeWayMerge.UNSETTLED;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Merges arrays of scalars in which only membership counts. */
final class SetMerge {

  private SetMerge() {}

  /** What stays of the base, and then what either side added, or unsettled. */
  static JsonNode merge(@Nullable JsonNode base, JsonNode ours, JsonNode theirs) {
    Optional<Set<JsonKey>> was = members(base);
    Optional<Set<JsonKey>> our = members(ours);
    Optional<Set<JsonKey>> their = members(theirs);
    if (was.isEmpty() || our.isEmpty() || their.isEmpty()) {
      return UNSETTLED;
    }
    ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    was.get().stream()
        .filter(member -> our.get().contains(member) && their.get().contains(member))
        .forEach(member -> merged.add(member.value()));
    Set<JsonKey> added = new TreeSet<>(our.get());
    added.addAll(their.get());
    added.removeIf(was.get()::contains);
    added.forEach(member -> merged.add(member.value()));
    return merged;
  }

  /** The members of an array of scalars, none if it is absent; empty if it is anything else. */
  static Optional<Set<JsonKey>> members(@Nullable JsonNode array) {
    if (array == null) {
      return Optional.of(Set.of());
    }
    if (!(array instanceof ArrayNode elements)
        || elements.valueStream().anyMatch(JsonNode::isContainer)) {
      return Optional.empty();
    }
    return Optional.of(new LinkedHashSet<>(JsonKey.elements(elements)));
  }
}
