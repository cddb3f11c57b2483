package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Clash;
import io.multiprocess.store.MergeRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MergePropertyTests {

  private static final int CASES = "full".equals(System.getProperty("merges")) ? 200_000 : 5_000;

  private final Trees trees = new Trees(3);

  @Test
  void swappingTheSidesChangesNothingButWhoLeads(TestReporter reporter) {
    int clean = 0;
    for (int i = 0; i < CASES; i++) {
      ObjectNode base = trees.document();
      ObjectNode ours = trees.edited(base);
      ObjectNode theirs = trees.edited(base);

      MergedConflict merged = History.merge(base, ours, theirs, Trees.RULES);
      MergedConflict swapped = History.merge(base, theirs, ours, Trees.RULES);

      String edits = base + " -> " + ours + " and " + theirs;
      assertThat(new TreeSet<>(Json.pointers(merged)))
          .as(edits)
          .isEqualTo(new TreeSet<>(Json.pointers(swapped)));
      if (merged.isClean()) {
        clean++;
        assertThat(JsonEquality.equal(merged.merged(), swapped.merged())).as(edits).isTrue();
      }
    }
    reporter.publishEntry("clean merges of " + CASES, Integer.toString(clean));
    assertThat(clean).isBetween(CASES / 4, CASES - CASES / 20);
  }

  @Test
  void whereEditsClashOursStaysAndEachValueIsTheRivals() {
    for (int i = 0; i < CASES; i++) {
      ObjectNode base = trees.document();
      ObjectNode ours = trees.edited(base);
      ObjectNode theirs = trees.edited(base);

      MergedConflict merged = History.merge(base, ours, theirs, Trees.RULES);

      for (Clash clash : merged.clashes()) {
        assertThat(Optional.of(merged.merged().at(clash.pointer())).filter(v -> !v.isMissingNode()))
            .isEqualTo(clash.ours());
        assertThat(clash.ours()).isNotEqualTo(clash.theirs());
        if (!clash.pointer().startsWith("/keyed/")) {
          assertThat(at(ours, clash)).isEqualTo(clash.ours());
          assertThat(at(theirs, clash)).isEqualTo(clash.theirs());
          assertThat(at(base, clash)).isEqualTo(clash.base());
        }
      }
    }
  }

  @Test
  void anEditOfOneSideIsTheResult() {
    for (int i = 0; i < CASES; i++) {
      ObjectNode base = trees.document();
      ObjectNode edit = trees.edited(base);

      MergedConflict ours = History.merge(base, edit, base, Trees.RULES);
      MergedConflict theirs = History.merge(base, base, edit, Trees.RULES);

      assertThat(ours.clashes()).isEmpty();
      assertThat(JsonEquality.equal(ours.merged(), edit)).isTrue();
      assertThat(theirs.clashes()).isEmpty();
      assertThat(JsonEquality.equal(theirs.merged(), edit)).isTrue();
    }
  }

  @Test
  void equalEditsAreOneWhereNothingCounts() {
    MergeRules rules =
        MergeRules.builder().set("/set").sequence("/sequence").keyed("/keyed", "id").build();
    for (int i = 0; i < CASES; i++) {
      ObjectNode base = trees.document();
      ObjectNode edit = trees.edited(base);

      MergedConflict merged = History.merge(base, edit, edit.deepCopy(), rules);

      assertThat(merged.clashes()).isEmpty();
      assertThat(merged.merged()).isEqualTo(edit);
    }
  }

  @Test
  void editsOfDifferentPlacesAreAllKept() {
    Random random = new Random(5);
    for (int i = 0; i < CASES; i++) {
      Map<List<String>, Integer> base = places(random);
      Map<List<String>, Integer> ours = new LinkedHashMap<>(base);
      Map<List<String>, Integer> theirs = new LinkedHashMap<>(base);
      Map<List<String>, Integer> both = new LinkedHashMap<>(base);
      for (int k = 0; k < 6; k++) {
        List<String> place = place(random);
        int value = random.nextInt(50);
        edit(random.nextInt(3) == 0, place, value, side(place) ? ours : theirs, both);
      }

      MergedConflict merged =
          History.merge(tree(base), tree(ours), tree(theirs), MergeRules.none());

      assertThat(merged.clashes()).isEmpty();
      assertThat(JsonEquality.equal(merged.merged(), tree(both))).isTrue();
    }
  }

  private static void edit(
      boolean remove,
      List<String> place,
      int value,
      Map<List<String>, Integer> side,
      Map<List<String>, Integer> both) {
    if (remove) {
      side.remove(place);
      both.remove(place);
    } else {
      side.put(place, value);
      both.put(place, value);
    }
  }

  /** Who edits a place. */
  private static boolean side(List<String> place) {
    return place.hashCode() % 2 == 0;
  }

  private static Map<List<String>, Integer> places(Random random) {
    Map<List<String>, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      places.put(place(random), random.nextInt(50));
    }
    return places;
  }

  private static List<String> place(Random random) {
    return List.of("a" + random.nextInt(2), "b" + random.nextInt(2), "c" + random.nextInt(4));
  }

  /** A document with values at places; the objects that hold them are always there. */
  private static ObjectNode tree(Map<List<String>, Integer> places) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        root.withObjectProperty("a" + a).withObjectProperty("b" + b);
      }
    }
    places.forEach(
        (place, value) ->
            root.withObjectProperty(place.get(0))
                .withObjectProperty(place.get(1))
                .put(place.get(2), value));
    return root;
  }

  private static Optional<JsonNode> at(ObjectNode document, Clash clash) {
    return Optional.of(document.at(clash.pointer())).filter(value -> !value.isMissingNode());
  }
}
