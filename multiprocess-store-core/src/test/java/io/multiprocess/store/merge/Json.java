package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Clash;
import io.multiprocess.store.StoreMapper;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in tests, written with single quotes. */
final class Json {

  private static final JsonMapper MAPPER = StoreMapper.builder().build();

  private Json() {}

  /** Reads an object. */
  static ObjectNode object(String text) {
    return (ObjectNode) value(text);
  }

  /** Reads any value. */
  static JsonNode value(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  /** Reads it back from what would be written. */
  static JsonNode reread(JsonNode value) {
    return MAPPER.readTree(MAPPER.writeValueAsString(value));
  }

  /** Asserts what a merge without clashes comes to, with the order of fields. */
  static void assertMerged(MergedConflict merged, String expected) {
    assertThat(merged.clashes()).isEmpty();
    assertThat(merged.merged()).hasToString(value(expected).toString());
  }

  /** Asserts where a merge clashes. */
  static void assertClashes(MergedConflict merged, String... pointers) {
    assertThat(pointers(merged)).containsExactlyElementsOf(Arrays.asList(pointers));
  }

  /** The places of the clashes. */
  static List<String> pointers(MergedConflict merged) {
    return merged.clashes().stream().map(Clash::pointer).toList();
  }
}
