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
  private static final int STRING = 56;
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

  static long of(JsonNode node) {
    if (node.isString()) {
      return STRING + length(node.stringValue());
    }
    if (!node.isContainer()) {
      return SCALAR;
    }
    long weight = CONTAINER;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      // The parser keeps one name for all documents that have it.
      weight += FIELD + field.getKey().length() + of(field.getValue());
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        weight += 8 + of(element);
      }
    }
    return weight;
  }

  /**
   * What is made of a document by a type that has fields of its own for it: the same without the
   * table of a tree's fields and the nodes around texts.
   */
  static long ofValue(JsonNode node) {
    if (node.isString()) {
      return TEXT + length(node.stringValue());
    }
    if (!node.isContainer()) {
      return SCALAR;
    }
    long weight = OWN_FIELDS;
    for (JsonNode element : node) {
      weight += REFERENCE + ofValue(element);
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
