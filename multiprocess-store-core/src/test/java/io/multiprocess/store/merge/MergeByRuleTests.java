package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.Json.assertClashes;
import static io.multiprocess.store.merge.Json.assertMerged;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Clash;
import io.multiprocess.store.MergeRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeByRuleTests {

  private static final MergeRules RULES =
      MergeRules.builder()
          .set("/set")
          .sequence("/sequence")
          .keyed("/keyed", "id")
          .set("/keyed/*/tags")
          .counter("/keyed/*/n")
          .keyed("/keyed/*/sub", "k")
          .counter("/n")
          .counter("/o/*")
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "['a','b','c'] | ['b','c','d'] | ['a','c','e'] | ['c','d','e']",
        "['z','a'] | ['z','a','y'] | ['x','z','a'] | ['z','a','x','y']",
        "[] | [10,9] | [9,'1',true,null] | [null,true,9,10,'1']",
        "null | ['b'] | ['a'] | ['a','b']",
        "['a'] | ['a','b'] | ['a','b'] | ['a','b']",
        "['a','b'] | [] | ['b'] | []",
        "['a','b'] | ['b','a','c'] | ['b','a','d'] | ['a','b','c','d']",
      })
  void setsKeepWhatEitherAddsAndNothingThatEitherRemoves(
      String base, String ours, String theirs, String merged) {
    assertMergedAt("set", base, ours, theirs, merged);
    assertMergedAt("set", base, theirs, ours, merged);
  }

  @Test
  void setsThatBothMakeAreOne() {
    assertMerged(History.merge("{}", "{'set':['b']}", "{'set':['a']}", RULES), "{'set':['a','b']}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "['a'] | ['a',{}] | ['a','b']",
        "[[1]] | ['a'] | ['b']",
        "['a'] | 'a,b' | ['b']",
        "{} | ['a'] | ['b']",
        "['a'] | null | ['b']",
      })
  void whatIsNoSetClashes(String base, String ours, String theirs) {
    assertClashesAt("set", base, ours, theirs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1,2,3] | [0,1,2,3] | [1,2,3,4] | [0,1,2,3,4]",
        "[1,2,3] | [1,3] | [1,2,3,4] | [1,3,4]",
        "[1,2,3] | [9,2,3] | [1,8,3] | [9,8,3]",
        "[1,2,3] | [2,3] | [1,3] | [3]",
        "[1,2,3] | [1,5,2,3] | [1,5,2,3,4] | [1,5,2,3,4]",
        "[1,2] | [1,9,2] | [1,7] | [1,9,7]",
        "[{'a':1},2] | [{'a':1.0},2,3] | [0,{'a':1},2] | [0,{'a':1},2,3]",
        "[1,1,1] | [1,1,1,1] | [0,1,1,1] | [0,1,1,1,1]",
      })
  void sequencesKeepChangesOfDifferentParts(
      String base, String ours, String theirs, String merged) {
    assertMergedAt("sequence", base, ours, theirs, merged);
    assertMergedAt("sequence", base, theirs, ours, merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1,2] | [1,2,3] | [1,2,4]",
        "[1,2,3] | [1,9,3] | [1,8,3]",
        "[1,2,3] | [1,3] | [1,8,3]",
        "[1,2,3,4] | [1,9,4] | [1,2,5,3,4]",
        "[1,2] | [9,9,2] | [1,8,2]",
        "null | [1] | [2]",
        "[1] | 'text' | [2]",
      })
  void differentChangesOfOnePartOfASequenceClash(String base, String ours, String theirs) {
    assertClashesAt("sequence", base, ours, theirs);
    assertClashesAt("sequence", base, theirs, ours);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // An edit and a move of one element.
        "[{'id':1},{'id':2}] | [{'id':1,'a':5},{'id':2}] | [{'id':2},{'id':1}]"
            + " | [{'id':2},{'id':1,'a':5}]",
        // Edits of one element's fields.
        "[{'id':1,'a':1,'b':1}] | [{'id':1,'a':2,'b':1}] | [{'id':1.0,'a':1,'b':2}]"
            + " | [{'id':1,'a':2,'b':2}]",
        // Two insertions at one point, in the order of their keys.
        "[{'id':1}] | [{'id':1},{'id':9}] | [{'id':1},{'id':10},{'id':3}]"
            + " | [{'id':1},{'id':3},{'id':9},{'id':10}]",
        // An insertion beside a removal.
        "[{'id':1},{'id':2},{'id':3}] | [{'id':1},{'id':3}] | [{'id':1},{'id':2},{'id':7},{'id':3}]"
            + " | [{'id':1},{'id':7},{'id':3}]",
        // Both append, one behind what the other removed.
        "[{'id':1},{'id':2}] | [{'id':1},{'id':5}] | [{'id':1},{'id':2},{'id':4}]"
            + " | [{'id':1},{'id':4},{'id':5}]",
        // One element that both add.
        "null | [{'id':'x','a':1}] | [{'id':'x','b':1}] | [{'id':'x','a':1,'b':1}]",
        // Rules inside elements.
        "[{'id':1,'n':1,'tags':[]}] | [{'id':1,'n':2,'tags':['b']}] | [{'id':1,'n':2,'tags':['a']}]"
            + " | [{'id':1,'n':3,'tags':['a','b']}]",
        "[{'id':1,'sub':[{'k':1}]}] | [{'id':1,'sub':[]}] | [{'id':1,'sub':[{'k':1},{'k':2}]}]"
            + " | [{'id':1,'sub':[{'k':2}]}]",
      })
  void keyedArraysAreMergedElementByElement(
      String base, String ours, String theirs, String merged) {
    assertMergedAt("keyed", base, ours, theirs, merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Removed and edited.
        "[{'id':1,'a':1}] | [] | [{'id':1,'a':2}]",
        "[{'id':1,'a':1}] | [{'id':1,'a':2}] | []",
        // Moved to different places.
        "[{'id':1},{'id':2},{'id':3}] | [{'id':2},{'id':1},{'id':3}] | [{'id':2},{'id':3},{'id':1}]",
        // Without keys of their own.
        "[{'id':1}] | [{'id':1},{}] | [{'id':1},{'id':2}]",
        "[{'id':1}] | [{'id':1},{'id':1.0}] | [{'id':1},{'id':2}]",
        "[{'id':1}] | [{'id':1},{'id':null}] | [{'id':1},{'id':2}]",
        "[{'id':1}] | [{'id':1},{'id':[]}] | [{'id':1},{'id':2}]",
        "[{'id':1}] | [{'id':1},5] | [{'id':1},{'id':2}]",
        "[5] | [{'id':1}] | [{'id':2}]",
      })
  void otherChangesOfKeyedArraysClashAsAWhole(String base, String ours, String theirs) {
    assertClashesAt("keyed", base, ours, theirs);
  }

  @Test
  void clashInsideAnElementPointsIntoTheMergedDocument() {
    MergedConflict merged =
        History.merge(
            "{'keyed':[{'id':1},{'id':2,'a/b':1}]}",
            "{'keyed':[{'id':2,'a/b':2},{'id':3}]}",
            "{'keyed':[{'id':0},{'id':1},{'id':2,'a/b':3}]}",
            RULES);

    assertClashes(merged, "/keyed/1/a~1b");
    assertThat(merged.merged())
        .isEqualTo(Json.object("{'keyed':[{'id':0},{'id':2,'a/b':2},{'id':3}]}"));
    Clash clash = merged.clashes().get(0);
    assertThat(clash.base()).contains(Json.value("1"));
    assertThat(clash.ours()).contains(Json.value("2"));
    assertThat(clash.theirs()).contains(Json.value("3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 | 2 | 2 | 3",
        "10 | 7 | 15 | 12",
        "null | 2 | 2 | 4",
        "0.1 | 0.2 | 0.3 | 0.4",
        "1 | 1.5 | 3 | 3.5",
        "2147483647 | 2147483648 | 2147483648 | 2147483649",
        "9223372036854775807 | 9223372036854775808 | 9223372036854775808 | 9223372036854775809",
        "5 | 5 | 7 | 7",
      })
  void countersKeepAllDifferences(String base, String ours, String theirs, String merged) {
    assertMergedAt("n", base, ours, theirs, merged);
  }

  @Test
  void countersThatBothStartAreAdded() {
    assertMerged(History.merge("{}", "{'n':2}", "{'n':2}", RULES), "{'n':4}");
    assertMerged(
        History.merge("{'o':{}}", "{'o':{'a':1}}", "{'o':{'a':1}}", RULES), "{'o':{'a':2}}");
    assertMerged(History.merge("{}", "{'o':{'a':1}}", "{'o':{'a':1}}", RULES), "{'o':{'a':2}}");
  }

  @Test
  void counterThatOneRemovedAndTheOtherCountedClashes() {
    assertClashes(History.merge("{'n':1}", "{}", "{'n':2}", RULES), "/n");
    assertMerged(History.merge("{'n':1}", "{}", "{'n':1}", RULES), "{}");
    assertMerged(History.merge("{'n':1}", "{}", "{}", RULES), "{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 | 'x' | 2",
        "'x' | 1 | 2",
        "1 | null | 2",
        "{} | 1 | 2",
        "0 | 1E999999999 | 1.5",
      })
  void whatCannotBeCountedClashes(String base, String ours, String theirs) {
    assertClashesAt("n", base, ours, theirs);
  }

  @Test
  void whatIsNoNumberAgreesWhenEqual() {
    assertMergedAt("n", "1", "'x'", "'x'", "'x'");
  }

  private static void assertMergedAt(
      String field, String base, String ours, String theirs, String merged) {
    assertMerged(
        History.merge(holder(field, base), holder(field, ours), holder(field, theirs), RULES),
        holder(field, merged));
  }

  private static void assertClashesAt(String field, String base, String ours, String theirs) {
    MergedConflict merged =
        History.merge(holder(field, base), holder(field, ours), holder(field, theirs), RULES);

    assertClashes(merged, "/" + field);
    assertThat(merged.merged()).isEqualTo(Json.object(holder(field, ours)));
  }

  private static String holder(String field, String value) {
    return "{'%s':%s}".formatted(field, value);
  }
}
