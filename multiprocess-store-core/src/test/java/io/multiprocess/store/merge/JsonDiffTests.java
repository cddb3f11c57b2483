package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

class JsonDiffTests {

  private static final int CASES = "full".equals(System.getProperty("merges")) ? 500_000 : 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a':1} | {'a':1.0} | []",
        "{'a':1} | {'a':2} | [{'op':'replace','path':'/a','value':2}]",
        "{'a':1} | {} | [{'op':'remove','path':'/a'}]",
        "{} | {'a':null} | [{'op':'add','path':'/a','value':null}]",
        "{'a~/b':{'':1}} | {'a~/b':{'':2}} | [{'op':'replace','path':'/a~0~1b/','value':2}]",
        "[1,2,3] | [1,3,4] | [{'op':'remove','path':'/1'},{'op':'add','path':'/2','value':4}]",
        "[1,{'a':1},3] | [1,{'a':2},3] | [{'op':'replace','path':'/1/a','value':2}]",
        "{} | [] | [{'op':'replace','path':'','value':[]}]",
      })
  void diffIsWhatChanged(String from, String to, String patch) {
    assertThat(JsonDiff.between(Json.value(from), Json.value(to))).isEqualTo(Json.value(patch));
  }

  @Test
  void patchLeadsFromOneToTheOther() {
    Trees trees = new Trees(17);
    for (int i = 0; i < CASES; i++) {
      JsonNode from = i % 2 == 0 ? trees.value(3) : trees.document();
      JsonNode to = from.isObject() && i % 4 != 0 ? trees.edited(from.asObject()) : trees.value(3);

      ArrayNode patch = JsonDiff.between(from, to);

      JsonNode patched = Jackson3JsonPatch.apply(Json.reread(patch), from);
      assertThat(Flat.text(patched))
          .as(() -> "%s -> %s by %s".formatted(from, to, patch))
          .isEqualTo(Flat.text(to));
      assertThat(patch.isEmpty()).isEqualTo(Flat.text(from).equals(Flat.text(to)));
    }
  }
}
