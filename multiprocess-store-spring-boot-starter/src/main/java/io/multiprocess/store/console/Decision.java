package io.multiprocess.store.console;

import io.multiprocess.store.Clash;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody has chosen so far at each clash of a conflict, as the form says it.
 *
 * <p>A choice is {@code base}, {@code edit} or the name of the rival whose value is to stand. It is
 * kept by its place, so that it outlives a change of the conflict.
 */
final class Decision {

  static final String BASE = "base";
  static final String EDIT = "edit";

  private final Map<String, Choice> choices;

  private Decision(Map<String, Choice> choices) {
    this.choices = choices;
  }

  /** Nothing chosen yet. */
  static Decision none() {
    return new Decision(Map.of());
  }

  /** Reads the fields {@code at-N}, {@code choice-N} and {@code text-N}. */
  static Decision of(Query query) {
    Map<String, Choice> choices = new HashMap<>();
    for (int i = 0; query.find("at-" + i).isPresent(); i++) {
      choices.put(
          query.required("at-" + i),
          new Choice(query.text("choice-" + i), query.text("text-" + i)));
    }
    return new Decision(choices);
  }

  /** What was chosen at a place; empty text if nothing. */
  Choice at(String pointer) {
    return choices.getOrDefault(pointer, Choice.NONE);
  }

  /** What was typed, by place, for when there is no field to show it in any more. */
  List<Typed> typed() {
    return choices.entrySet().stream()
        .filter(each -> each.getValue().what.equals(EDIT))
        .map(each -> new Typed(Differences.place(each.getKey()), each.getValue().text))
        .toList();
  }

  /** The merged document with what was chosen, and what is wrong with the choices. */
  Outcome apply(OpenConflict<ObjectNode> conflict) {
    ObjectNode document = conflict.merged().deepCopy();
    Map<String, String> problems = new LinkedHashMap<>();
    for (Clash clash : conflict.clashes()) {
      try {
        Optional<JsonNode> value = chosen(clash, at(clash.pointer()));
        set(document, clash.pointer(), value);
      } catch (IllegalArgumentException e) {
        problems.put(clash.pointer(), String.valueOf(e.getMessage()));
      }
    }
    return new Outcome(document, problems);
  }

  /** Whether what stands at a place is text for everybody, so that it is typed without quotes. */
  static boolean isText(Clash clash) {
    return clash.values().values().stream().allMatch(v -> v.map(JsonNode::isString).orElse(true))
        && clash.base().map(JsonNode::isString).orElse(true);
  }

  private static Optional<JsonNode> chosen(Clash clash, Choice choice) {
    if (choice.what.isEmpty()) {
      throw new IllegalArgumentException("Not decided yet");
    }
    if (choice.what.equals(BASE)) {
      return clash.base();
    }
    if (choice.what.equals(EDIT)) {
      return Optional.of(
          isText(clash)
              ? JsonNodeFactory.instance.stringNode(choice.text.replace("\r\n", "\n"))
              : JsonText.parse(choice.text));
    }
    Revision rival = Revision.parse(choice.what);
    Optional<JsonNode> value = clash.values().get(rival);
    if (value == null) {
      throw new IllegalArgumentException("What you chose is not among the versions any more");
    }
    return value;
  }

  /** Clashes are at fields of objects that are there in the merged document. */
  private static void set(ObjectNode document, String pointer, Optional<JsonNode> value) {
    JsonPointer at = JsonPointer.compile(pointer);
    String field = at.last().getMatchingProperty();
    if (document.at(at.head()) instanceof ObjectNode parent) {
      value.ifPresentOrElse(node -> parent.set(field, node.deepCopy()), () -> parent.remove(field));
    } else {
      throw new IllegalArgumentException("There is no place for it any more");
    }
  }

  /**
   * What was chosen at one place.
   *
   * @param what base, edit, or a rival's name; empty if nothing
   * @param text what was typed
   */
  record Choice(String what, String text) {

    static final Choice NONE = new Choice("", "");
  }

  /**
   * What was typed at one place.
   *
   * @param place names of the fields that lead there
   * @param text what was typed
   */
  record Typed(String place, String text) {}

  /**
   * What the choices come to.
   *
   * @param document the document that would stand
   * @param problems by place, what keeps it from standing
   */
  record Outcome(ObjectNode document, Map<String, String> problems) {}
}
