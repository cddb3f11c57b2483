package io.multiprocess.store.file;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What documents take of the heap, in bytes, as an estimate for 64-bit Java with compressed
 * references; it is meant to bound a cache, not to account for it.
 */
final class HeapWeight {

  /** What is known of an object whose name is empty, without revisions and document. */
  static final int OBJECT = 512;

  private static final int REVISION = 160;
  private static final int ARRAY = 16;
  private static final int CONTAINER = 96;
  private static final int FIELD = 72;
  private static final int TEXT_NODE = 56;
  private static final int SCALAR = 24;
  private static final int OWN_FIELDS = 48;
  private static final int TEXT = 48;
  private static final int REFERENCE = 8;

  private HeapWeight() {}

  static long ofBytes(int length) {
    return ARRAY + (long) length;
  }

  static long ofRevisions(int count) {
    return (long) count * REVISION;
  }

  /** A document as a tree. */
  static long of(JsonNode node) {
    return weigh(node, true);
  }

  /** What a type that has fields of its own for all of a document makes of it. */
  static long ofValue(JsonNode node) {
    return weigh(node, false);
  }

  private static long weigh(JsonNode node, boolean tree) {
    if (node.isString()) {
      return (tree ? TEXT_NODE : TEXT) + length(node.stringValue());
    }
    if (!node.isContainer()) {
      return SCALAR;
    }
    long weight = tree ? CONTAINER : OWN_FIELDS;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      // The parser keeps one name for all documents that have it.
      weight +=
          (tree ? FIELD + field.getKey().length() : REFERENCE) + weigh(field.getValue(), tree);
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        weight += REFERENCE + weigh(element, tree);
      }
    }
    return weight;
  }

  /** Two bytes a character, unless all are of Latin-1. */
  private static long length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 255) {
        return 2L * text.length();
      }
    }
    return text.length();
  }
}
