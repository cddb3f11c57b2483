package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.Json.assertClashes;
import static io.multiprocess.store.merge.Json.assertMerged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.Clash;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

class ConflictMergeTests {

  private static final MergeRules NONE = MergeRules.none();
  private static final MergeRules COUNTER = MergeRules.builder().counter("/n").build();

  private final History history = new History();

  @Test
  void allRivalsAreMerged() {
    Revision base = history.add("{'a':1,'b':1,'c':1}");
    Revision first = history.add("{'a':2,'b':1,'c':1}", base);
    Revision second = history.add("{'a':1,'b':2,'c':1}", base);
    Revision third = history.add("{'a':1,'b':1,'d':1}", base);

    MergedConflict merged = history.merge(NONE, first, second, third);

    assertMerged(merged, "{'a':2,'b':2,'d':1}");
    assertThat(merged.base()).contains(base);
    assertThat(merged.baseDocument()).contains(Json.object("{'a':1,'b':1,'c':1}"));
  }

  @Test
  void clashTellsTheValueOfEachRivalAndTheLeadingOneStands() {
    Revision base = history.add("{'a':1}");
    Revision first = history.add("{'a':2}", base);
    Revision second = history.add("{}", base);
    Revision leading = history.add("{'a':1}", base);

    MergedConflict merged = history.merge(NONE, first, second, leading);

    assertClashes(merged, "/a");
    assertThat(merged.merged()).isEqualTo(Json.object("{'a':1}"));
    Clash clash = merged.clashes().get(0);
    assertThat(clash.values())
        .containsEntry(first, Optional.of(Json.value("2")))
        .containsEntry(second, Optional.empty())
        .containsEntry(leading, Optional.of(Json.value("1")));
    assertThat(clash.theirs()).isEmpty();
  }

  @Test
  void rivalsOfDifferentHeightAreMergedFromWhereTheyParted() {
    Revision base = history.add("{'a':1,'b':1}");
    Revision low = history.add("{'a':2,'b':1}", base);
    Revision middle = history.add("{'a':1,'b':2}", base);
    Revision high = history.add("{'a':1,'b':3}", middle);

    assertMerged(history.merge(NONE, low, high), "{'a':2,'b':3}");
  }

  @Test
  void whatLaterRivalsPartedFromIsTheirBaseAndNotTheFirstOnes() {
    Revision root = history.add("{'n':0}");
    Revision left = history.add("{'n':1}", root);
    Revision right = history.add("{'n':10}", root);
    Revision leftOne = history.add("{'n':101}", left);
    Revision leftTwo = history.add("{'n':1001}", left);

    assertMerged(history.merge(COUNTER, right, leftOne, leftTwo), "{'n':1111}");
    assertThat(history.merge(COUNTER, right, leftOne, leftTwo).base()).contains(root);
    assertThat(history.merge(COUNTER, leftOne, leftTwo).base()).contains(left);
  }

  @Test
  void crosswiseMergesAreMergedToABase() {
    Revision root = history.add("{'n':0,'a':0}");
    Revision left = history.add("{'n':1,'a':0}", root);
    Revision right = history.add("{'n':10,'a':5}", root);
    Revision one = history.add("{'n':11,'a':5}", left, right);
    Revision other = history.add("{'n':11,'a':5}", right, left);
    Revision oneEdited = history.add("{'n':111,'a':5}", one);
    Revision otherEdited = history.add("{'n':1011,'a':6}", other);

    MergedConflict merged = history.merge(COUNTER, oneEdited, otherEdited);

    assertMerged(merged, "{'n':1111,'a':6}");
    assertThat(merged.base()).isEmpty();
    assertThat(merged.baseDocument()).isEmpty();
  }

  @Test
  void whereCrosswiseBasesClashOnlyEqualValuesAgree() {
    Revision root = history.add("{'a':0,'b':0,'c':0}");
    Revision left = history.add("{'a':1,'b':1,'c':0}", root);
    Revision right = history.add("{'a':2,'b':2,'c':1}", root);
    Revision one = history.add("{'a':1,'b':1,'c':1}", left, right);
    Revision other = history.add("{'a':1,'b':2,'c':2}", right, left);

    MergedConflict merged = history.merge(NONE, one, other);

    assertClashes(merged, "/b");
    assertThat(merged.merged()).isEqualTo(Json.object("{'a':1,'b':2,'c':2}"));
  }

  @Test
  void withoutABaseEveryDifferenceClashes() {
    Revision one = history.add("{'a':1,'b':1,'o':{'x':1,'y':1},'n':1}");
    Revision other = history.add("{'b':2,'o':{'x':1.0,'z':null},'n':1}");

    MergedConflict merged = history.merge(COUNTER, one, other);

    assertThat(Json.pointers(merged)).containsExactlyInAnyOrder("/b", "/o/z", "/a", "/o/y");
    assertThat(merged.merged()).hasToString("{\"b\":2,\"o\":{\"x\":1.0,\"z\":null},\"n\":1}");
    assertThat(merged.base()).isEmpty();
  }

  @Test
  void baseWithoutADocumentIsNone() {
    Revision base = history.add("{'a':1,'b':1}");
    Revision one = history.add("{'a':2,'b':1}", base);
    Revision other = history.add("{'a':1,'b':1}", base);
    history.lose(base);

    MergedConflict merged = history.merge(NONE, one, other);

    assertClashes(merged, "/a");
    assertThat(merged.base()).contains(base);
    assertThat(merged.baseDocument()).isEmpty();
    assertThat(merged.clashes().get(0).base()).isEmpty();
  }

  @Test
  void basesThatLeadInACircleAreNone() {
    Revision one = history.add("{'a':1}");
    Revision other = history.add("{'a':2}");
    history.pretend(one, one, other);
    history.pretend(other, one);

    assertClashes(history.merge(NONE, one, other), "/a");
  }

  @Test
  void revisionThatLeadsToAnotherWins() {
    Revision base = history.add("{'a':1}");
    Revision edit = history.add("{'a':2}", base);

    assertMerged(history.merge(NONE, base, edit), "{'a':2}");
  }

  @Test
  void oneRevisionIsNothingToMerge() {
    Revision only = history.add("{}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.merge(NONE, only))
        .withMessage("Nothing to merge in [%s]; expected two or more revisions", only);
  }

  @Test
  void rivalWithoutADocumentIsRefused() {
    Revision one = history.add("{}");
    Revision other = history.add("{}");
    history.lose(one);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.merge(NONE, one, other))
        .withMessage("Revision '%s' has no document; expected one of each that is merged", one);
  }

  @Test
  @Timeout(60)
  void longHistoriesAreWalked() {
    Revision root = history.add("{'a':0,'b':0}");
    Revision left = root;
    Revision right = root;
    for (int i = 0; i < 50_000; i++) {
      left = history.add(Json.object("{'b':0}").put("a", i), left);
      right = history.add(Json.object("{'a':0}").put("b", i), right);
    }

    assertThat(history.merge(NONE, left, right).merged())
        .isEqualTo(Json.object("{'b':49999,'a':49999}"));
  }

  @Test
  void onlyAsMuchHistoryIsReadAsParted() {
    Revision base = history.add("{'a':0}");
    for (int i = 0; i < 1_000; i++) {
      base = history.add(Json.object("{}").put("a", i), base);
    }
    Revision one = history.add("{'a':-1}", base);
    Revision other = history.add("{'a':-2}", base);
    AtomicInteger asked = new AtomicInteger();

    ConflictMerge.of(new TreeSet<>(List.of(one, other)), counting(asked), NONE);

    assertThat(asked).hasValueLessThan(10);
  }

  @Test
  @Timeout(60)
  void manyCrosswiseMergesEndInClashesAndNotInTime() {
    List<Revision> heads = new ArrayList<>();
    Revision root = history.add("{'n':0}");
    for (int i = 0; i < 5; i++) {
      heads.add(history.add(Json.object("{}").put("n", i + 1), root));
    }
    for (int level = 0; level < 100; level++) {
      List<Revision> next = new ArrayList<>();
      for (int i = 0; i < heads.size(); i++) {
        next.add(history.add(Json.object("{}").put("n", i), heads.toArray(new Revision[0])));
      }
      heads = next;
    }

    MergedConflict merged = history.merge(COUNTER, heads.toArray(new Revision[0]));

    assertThat(merged.merged().size()).isEqualTo(1);
  }

  private Ancestors counting(AtomicInteger asked) {
    return new Ancestors() {

      @Override
      public Optional<? extends Collection<Revision>> bases(Revision revision) {
        asked.incrementAndGet();
        return history.bases(revision);
      }

      @Override
      public Optional<ObjectNode> document(Revision revision) {
        asked.incrementAndGet();
        return history.document(revision);
      }
    };
  }
}
