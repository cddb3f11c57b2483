package io.multiprocess.store.merge;

import io.multiprocess.store.MergeRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random documents and random edits of them, small enough to collide often. */
final class Trees {

  /** Rules for some places of the documents. */
  static final MergeRules RULES =
      MergeRules.builder()
          .set("/set")
          .sequence("/sequence")
          .keyed("/keyed", "id")
          .counter("/keyed/*/n")
          .set("/keyed/*/set")
          .counter("/n")
          .set("/o/*/set")
          .counter("/o/n")
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "~", "/", "~1", "", "0", "*", "-");

  private final Random random;

  Trees(long seed) {
    this.random = new Random(seed);
  }

  /** A document with values where the rules have places, and others. */
  ObjectNode document() {
    ObjectNode document = object(2);
    document.set("set", scalars());
    document.set("sequence", scalars());
    document.set("keyed", keyed());
    document.put("n", random.nextInt(5));
    document.putObject("o").put("n", 1).set("p", NODES.objectNode().set("set", scalars()));
    return document;
  }

  /** Another document that differs in some places, or in none. */
  ObjectNode edited(ObjectNode document) {
    ObjectNode edited = document.deepCopy();
    for (int i = random.nextInt(7); i > 0; i--) {
      edit(edited);
    }
    return edited;
  }

  /** Any value. */
  JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt(3));
      case 3 -> random.nextBoolean() ? NODES.numberNode(1.0) : NODES.numberNode(decimal());
      case 4 -> NODES.stringNode(random.nextBoolean() ? "x" : "1");
      case 5 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private void edit(ObjectNode object) {
    List<String> names = new ArrayList<>(object.propertyNames());
    if (names.isEmpty() || random.nextInt(4) == 0) {
      object.set(NAMES.get(random.nextInt(NAMES.size())), value(2));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    JsonNode value = object.get(name);
    if (random.nextInt(8) == 0) {
      object.remove(name);
    } else if (value instanceof ObjectNode inner) {
      edit(inner);
    } else if (value instanceof ArrayNode array) {
      edit(array);
    } else if (value.isInt() && random.nextInt(4) > 0) {
      object.put(name, value.intValue() + random.nextInt(5) - 2);
    } else {
      object.set(name, value(2));
    }
  }

  private void edit(ArrayNode array) {
    int at = random.nextInt(array.size() + 1);
    boolean keyed = !array.isEmpty() && array.get(0).has("id");
    switch (random.nextInt(4)) {
      case 0 -> array.insert(at, keyed ? element(random.nextInt(9)) : value(0));
      case 1 -> {
        if (at < array.size()) {
          array.remove(at);
        }
      }
      case 2 -> {
        if (at < array.size()) {
          array.add(array.remove(at));
        }
      }
      default -> {
        if (at < array.size() && array.get(at) instanceof ObjectNode element) {
          edit(element);
        }
      }
    }
  }

  private BigDecimal decimal() {
    return new BigDecimal(random.nextBoolean() ? "1.00" : "0.10000000000000000001");
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(NAMES.get(random.nextInt(NAMES.size())), value(depth));
    }
    return object;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      array.add(value(depth));
    }
    return array;
  }

  private ArrayNode scalars() {
    return array(0);
  }

  private ArrayNode keyed() {
    List<Integer> ids = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    Collections.shuffle(ids, random);
    ArrayNode array = NODES.arrayNode();
    ids.subList(0, random.nextInt(6)).forEach(id -> array.add(element(id)));
    return array;
  }

  private ObjectNode element(int id) {
    ObjectNode element = NODES.objectNode().put("id", id).put("n", random.nextInt(3));
    element.set("set", scalars());
    element.set("a", value(1));
    return element;
  }
}
