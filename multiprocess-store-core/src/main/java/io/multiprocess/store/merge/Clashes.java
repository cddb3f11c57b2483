package io.multiprocess.store.merge;

import io.multiprocess.store.Clash;
import io.multiprocess.store.Merge;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clashes of a merged tree: its unsettled places, with what each rival has there.
 *
 * <p>A rival's value is looked up in its own document, in keyed arrays by the element's key.
 */
final class Clashes {

  private final Optional<ObjectNode> base;
  private final SortedMap<Revision, ObjectNode> rivals;
  private final Deque<Step> path = new ArrayDeque<>();
  private final List<Clash> found = new ArrayList<>();

  Clashes(Optional<ObjectNode> base, SortedMap<Revision, ObjectNode> rivals) {
    this.base = base;
    this.rivals = rivals;
  }

  /** A copy of the tree that has what the leading rival has wherever it was unsettled. */
  ObjectNode settle(ObjectNode tree, MergeRules rules) {
    ObjectNode settled = tree.deepCopy();
    settleFields(settled, rules);
    return settled;
  }

  /** The clashes in the order of the settled tree. */
  List<Clash> found() {
    return found;
  }

  /** A JSON Pointer to a field. */
  static String below(String pointer, String field) {
    return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
  }

  private void settleFields(ObjectNode object, MergeRules rules) {
    for (String name : List.copyOf(object.propertyNames())) {
      path.addLast(new Field(name));
      JsonNode value = object.get(name);
      if (ThreeWayMerge.isUnsettled(value)) {
        Optional<JsonNode> ours = addClash().ours();
        ours.ifPresentOrElse(node -> object.set(name, node.deepCopy()), () -> object.remove(name));
      } else {
        settleInside(value, rules.below(name));
      }
      path.removeLast();
    }
  }

  private void settleInside(@Nullable JsonNode value, MergeRules rules) {
    Optional<String> key =
        rules.rule().filter(rule -> rule.as() == Merge.As.KEYED).map(MergeRules.Rule::key);
    if (value instanceof ObjectNode object) {
      settleFields(object, rules);
    } else if (value instanceof ArrayNode array && key.isPresent()) {
      settleElements(array, key.get(), rules.belowElement());
    }
  }

  private void settleElements(ArrayNode array, String key, MergeRules rules) {
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof ObjectNode element) {
        path.addLast(new Element(i, key, KeyedMerge.keyOf(element, key)));
        settleFields(element, rules);
        path.removeLast();
      }
    }
  }

  private Clash addClash() {
    String pointer = "";
    for (Step step : path) {
      pointer = below(pointer, step.segment());
    }
    SortedMap<Revision, Optional<JsonNode>> values = new TreeMap<>();
    rivals.forEach((rival, document) -> values.put(rival, valueIn(document)));
    Clash clash = new Clash(pointer, base.flatMap(this::valueIn), values);
    found.add(clash);
    return clash;
  }

  private Optional<JsonNode> valueIn(ObjectNode document) {
    Optional<JsonNode> value = Optional.of(document);
    for (Step step : path) {
      value = value.flatMap(step::from);
    }
    return value;
  }

  /** One step down a document. */
  private sealed interface Step {

    /** The field's name or the element's index in the settled tree. */
    String segment();

    /** What the step leads to in another document. */
    Optional<JsonNode> from(JsonNode value);
  }

  private record Field(String name) implements Step {

    @Override
    public String segment() {
      return name;
    }

    @Override
    public Optional<JsonNode> from(JsonNode value) {
      return value instanceof ObjectNode ? Optional.ofNullable(value.get(name)) : Optional.empty();
    }
  }

  private record Element(int index, String field, Optional<JsonKey> key) implements Step {

    @Override
    public String segment() {
      return Integer.toString(index);
    }

    @Override
    public Optional<JsonNode> from(JsonNode value) {
      return KeyedMerge.byKey(value, field).flatMap(elements -> key.map(elements::get));
    }
  }
}
