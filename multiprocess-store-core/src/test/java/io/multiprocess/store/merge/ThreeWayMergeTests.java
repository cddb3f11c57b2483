package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.Json.assertClashes;
import static io.multiprocess.store.merge.Json.assertMerged;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Clash;
import io.multiprocess.store.MergeRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ThreeWayMergeTests {

  private static final MergeRules NONE = MergeRules.none();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // base | ours | theirs | merged
        "{'a':1} | {'a':2} | {'a':1} | {'a':2}",
        "{'a':1} | {'a':1} | {'a':2} | {'a':2}",
        "{'a':1} | {'a':2} | {'a':2.0} | {'a':2}",
        "{'a':1,'b':1} | {'a':2,'b':1} | {'a':1,'b':2} | {'a':2,'b':2}",
        "{'a':1} | {} | {'a':1.0} | {}",
        "{'a':1} | {} | {} | {}",
        "{} | {'a':1} | {'b':2} | {'a':1,'b':2}",
        "{'a':1} | {'a':null} | {'a':1} | {'a':null}",
        "{'a':null} | {} | {'a':null} | {}",
        "{'o':{}} | {'o':{'a':1}} | {'o':{'b':2}} | {'o':{'a':1,'b':2}}",
        "{} | {'o':{'a':1,'c':3}} | {'o':{'c':3,'b':2}} | {'o':{'a':1,'c':3,'b':2}}",
        "{'o':{'a':1,'b':2}} | {'o':{'b':2}} | {'o':{'a':1}} | {'o':{}}",
        "{'o':{'p':{'a':1}}} | {'o':{'p':{'a':2}}} | {'o':{'p':{'a':1},'q':[1]}}"
            + " | {'o':{'p':{'a':2},'q':[1]}}",
        "{'l':[1,2]} | {'l':[1,2.0]} | {'l':[2]} | {'l':[2]}",
        "{'a':{}} | {'a':[]} | {'a':{}} | {'a':[]}",
        "{'':1} | {'':2} | {'':1,'*':3} | {'':2,'*':3}",
      })
  void editsThatGoTogetherAreBothKept(String base, String ours, String theirs, String merged) {
    assertMerged(History.merge(base, ours, theirs, NONE), merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // base | ours | theirs | pointer
        "{'a':1} | {'a':2} | {'a':3} | /a",
        "{'a':1} | {} | {'a':3} | /a",
        "{'a':1} | {'a':3} | {} | /a",
        "{'a':1} | {'a':null} | {} | /a",
        "{} | {'a':1} | {'a':2} | /a",
        "{'a':null} | {'a':{'b':1}} | {'a':{'c':1}} | /a",
        "{'a':1} | {'a':{}} | {'a':[]} | /a",
        "{'a':{'b':1}} | {'a':{'b':2}} | {} | /a",
        "{'a':{'b':1}} | {'a':{'b':2}} | {'a':{'b':3}} | /a/b",
        "{'a':{'b':1}} | {'a':{'b':2}} | {'a':[{'b':3}]} | /a",
        "{'l':[1]} | {'l':[1,2]} | {'l':[1,3]} | /l",
        "{'a/b':{'m~n':1}} | {'a/b':{'m~n':2}} | {'a/b':{'m~n':3}} | /a~1b/m~0n",
        "{'':{'*':1}} | {'':{'*':2}} | {'':{'*':3}} | //*",
        "{'~1':1} | {'~1':2} | {'~1':3} | /~01",
      })
  void editsOfOnePlaceClashAndOursStays(String base, String ours, String theirs, String pointer) {
    MergedConflict merged = History.merge(base, ours, theirs, NONE);

    assertClashes(merged, pointer);
    assertThat(merged.merged()).isEqualTo(Json.object(ours));
    Clash clash = merged.clashes().get(0);
    assertThat(clash.ours().orElse(null)).isEqualTo(orNull(Json.object(ours), pointer));
    assertThat(clash.theirs().orElse(null)).isEqualTo(orNull(Json.object(theirs), pointer));
    assertThat(clash.base().orElse(null)).isEqualTo(orNull(Json.object(base), pointer));
  }

  @Test
  void whatGoesTogetherIsKeptBesideAClash() {
    MergedConflict merged =
        History.merge("{'a':1,'b':1}", "{'a':2,'b':1,'c':1}", "{'a':3,'b':4,'d':1}", NONE);

    assertClashes(merged, "/a");
    assertThat(merged.merged()).isEqualTo(Json.object("{'a':2,'b':4,'c':1,'d':1}"));
    assertThat(merged.isClean()).isFalse();
  }

  @Test
  void argumentsAreNotChangedAndNotShared() {
    ObjectNode base = Json.object("{'o':{'a':1},'x':1}");
    ObjectNode ours = Json.object("{'o':{'a':2},'x':2}");
    ObjectNode theirs = Json.object("{'o':{'a':1},'p':{},'x':3}");

    MergedConflict merged = History.merge(base, ours, theirs, NONE);
    ((ObjectNode) merged.merged().get("p")).put("changed", true);
    ((ObjectNode) merged.merged().get("o")).put("changed", true);
    merged.baseDocument().orElseThrow().put("changed", true);

    assertThat(base).isEqualTo(Json.object("{'o':{'a':1},'x':1}"));
    assertThat(ours).isEqualTo(Json.object("{'o':{'a':2},'x':2}"));
    assertThat(theirs).isEqualTo(Json.object("{'o':{'a':1},'p':{},'x':3}"));
  }

  @Test
  void aThousandLevelsAreMerged() {
    ObjectNode base = deep("v", 1);
    ObjectNode ours = deep("v", 2);
    ObjectNode theirs = deep("w", 3);

    MergedConflict merged = History.merge(base, ours, theirs, NONE);

    assertClashes(merged, "/x".repeat(1000) + "/v");
    assertThat(History.merge(base, ours, base, NONE).merged()).isEqualTo(ours);
  }

  private static ObjectNode deep(String name, int value) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode object = root;
    for (int i = 0; i < 1000; i++) {
      object = object.putObject("x");
    }
    object.put(name, value);
    return root;
  }

  private static @Nullable Object orNull(ObjectNode document, String pointer) {
    return document.at(pointer).isMissingNode() ? null : document.at(pointer);
  }
}
