package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonEqualityTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 | 1.0",
        "1 | 1.00",
        "100 | 1E2",
        "0 | -0.0",
        "12345678901234567890 | 12345678901234567890.0",
        "{'a': 1, 'b': [1.0]} | {'b': [1], 'a': 1.0}",
        "null | null",
        "[] | []",
      })
  void equalValuesHaveOneHash(String left, String right) {
    assertThat(JsonEquality.equal(Json.value(left), Json.value(right))).isTrue();
    assertThat(new JsonKey(Json.value(left)))
        .isEqualTo(new JsonKey(Json.value(right)))
        .hasSameHashCodeAs(new JsonKey(Json.value(right)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 | '1'",
        "null | 0",
        "{} | []",
        "{'a': null} | {}",
        "[1, 2] | [2, 1]",
        "0.1 | 0.10000000000000000001",
        "1E999999999 | 1E999999998",
      })
  void otherValuesDiffer(String left, String right) {
    assertThat(JsonEquality.equal(Json.value(left), Json.value(right))).isFalse();
    assertThat(new JsonKey(Json.value(left))).isNotEqualTo(new JsonKey(Json.value(right)));
  }

  @Test
  void whatIsUnsettledEqualsNothing() {
    JsonNode holder = Json.object("{}").set("a", ThreeWayMerge.UNSETTLED);

    assertThat(JsonEquality.equal(ThreeWayMerge.UNSETTLED, ThreeWayMerge.UNSETTLED)).isFalse();
    assertThat(JsonEquality.equal(holder, holder)).isFalse();
    assertThat(JsonEquality.equal(null, null)).isTrue();
    assertThat(JsonEquality.equal(null, Json.value("null"))).isFalse();
  }
}
