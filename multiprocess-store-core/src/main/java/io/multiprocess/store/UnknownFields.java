package io.multiprocess.store;

import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries the fields that a Java type does not know from an edit's base into the edit.
 *
 * <p>Unknown is what the base has and the base's own passage through the type lost. Inside arrays
 * an edited element is taken for the base's element that has the same known part, wherever it
 * stands now, or else, in an array of unchanged length, for the one at the same index.
 */
final class UnknownFields {

  private final BooleanSupplier harmless;
  private boolean addedAny;

  private UnknownFields(BooleanSupplier harmless) {
    this.harmless = harmless;
  }

  /**
   * Adds to the edit what the type does not know.
   *
   * @param base the document the edit started from
   * @param known the base after a passage through the type
   * @param edited the edit after the same passage; changed in place
   * @param harmless asked after each addition whether it may stay
   * @return whether anything was added
   */
  static boolean keep(
      ObjectNode base, ObjectNode known, ObjectNode edited, BooleanSupplier harmless) {
    UnknownFields fields = new UnknownFields(harmless);
    fields.keepInObject(base, known, edited);
    return fields.addedAny;
  }

  /**
   * Whether anything of the base may be unknown to the type, as far as the edit alone tells.
   *
   * @return false if the edit has every field that the base has
   */
  static boolean mayBeMissing(ObjectNode base, ObjectNode edited) {
    for (Map.Entry<String, JsonNode> field : base.properties()) {
      JsonNode value = edited.get(field.getKey());
      if (value == null || mayBeMissingInside(field.getValue(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeMissingInside(JsonNode base, JsonNode edited) {
    if (base instanceof ObjectNode baseObject && edited instanceof ObjectNode editedObject) {
      return mayBeMissing(baseObject, editedObject);
    }
    // Where an element of the base stands in the edit is a question of its own.
    return base instanceof ArrayNode elements
        && edited.isArray()
        && elements.valueStream().anyMatch(JsonNode::isContainer);
  }

  private void keepInObject(ObjectNode base, ObjectNode known, ObjectNode edited) {
    for (Map.Entry<String, JsonNode> field : base.properties()) {
      JsonNode knownValue = known.get(field.getKey());
      JsonNode editedValue = edited.get(field.getKey());
      if (knownValue == null && editedValue == null) {
        add(field, edited);
      } else if (knownValue != null && editedValue != null) {
        keepInside(field.getValue(), knownValue, editedValue);
      }
    }
  }

  private void add(Map.Entry<String, JsonNode> field, ObjectNode edited) {
    edited.set(field.getKey(), field.getValue().deepCopy());
    if (harmless.getAsBoolean()) {
      addedAny = true;
    } else {
      edited.remove(field.getKey());
    }
  }

  private void keepInside(JsonNode base, JsonNode known, JsonNode edited) {
    if (base instanceof ObjectNode baseObject
        && known instanceof ObjectNode knownObject
        && edited instanceof ObjectNode editedObject) {
      keepInObject(baseObject, knownObject, editedObject);
    } else if (base instanceof ArrayNode baseArray
        && known instanceof ArrayNode knownArray
        && edited instanceof ArrayNode editedArray
        && base.size() == known.size()) {
      keepInArray(baseArray, knownArray, editedArray);
    }
  }

  private void keepInArray(ArrayNode base, ArrayNode known, ArrayNode edited) {
    int[] origin = new int[edited.size()];
    boolean[] taken = new boolean[base.size()];
    for (int i = 0; i < origin.length; i++) {
      origin[i] = indexOfEqual(known, taken, i, edited.get(i));
      if (origin[i] >= 0) {
        taken[origin[i]] = true;
      }
    }
    for (int i = 0; i < origin.length; i++) {
      boolean sameIndex = origin[i] < 0 && edited.size() == base.size() && !taken[i];
      int from = sameIndex ? i : origin[i];
      if (from >= 0) {
        keepInside(base.get(from), known.get(from), edited.get(i));
      }
    }
  }

  /** The first free element equal to the edited one, preferring the one at its own index. */
  private static int indexOfEqual(ArrayNode known, boolean[] taken, int preferred, JsonNode value) {
    if (preferred < known.size() && !taken[preferred] && known.get(preferred).equals(value)) {
      return preferred;
    }
    for (int i = 0; i < known.size(); i++) {
      if (!taken[i] && known.get(i).equals(value)) {
        return i;
      }
    }
    return -1;
  }
}
