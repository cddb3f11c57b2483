package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeRulesTests {

  private static final MergeRules.Rule SET = new MergeRules.Rule(Merge.As.SET, "");

  @Test
  void rulesAreFollowedFieldByField() {
    MergeRules rules = MergeRules.builder().set("/items/*/tags").build();

    assertThat(rules.below("items").belowElement().below("tags").rule()).contains(SET);
    assertThat(rules.below("items").below("a field").below("tags").rule()).contains(SET);
    assertThat(rules.below("items").rule()).isEmpty();
    assertThat(rules.below("others").isEmpty()).isTrue();
    assertThat(rules.below("items").belowElement().below("tags").below("x").isEmpty()).isTrue();
  }

  @Test
  void whatIsExactForLongerFromTheStartCounts() {
    MergeRules rules = MergeRules.builder().counter("/*/b").set("/a/*").sequence("/*/*").build();

    assertThat(rules.below("a").below("b").rule()).contains(SET);
    assertThat(rules.below("x").below("b").rule().orElseThrow().as()).isEqualTo(Merge.As.COUNTER);
    assertThat(rules.below("x").below("y").rule().orElseThrow().as()).isEqualTo(Merge.As.SEQUENCE);
  }

  @Test
  void ownRulesCountBeforeOthers() {
    MergeRules own = MergeRules.builder().set("/*").build();
    MergeRules others = MergeRules.builder().counter("/n").counter("/*").sequence("/a/b").build();

    MergeRules both = own.orElse(others);

    assertThat(both.below("n").rule()).contains(SET);
    assertThat(both.below("a").below("b").rule().orElseThrow().as()).isEqualTo(Merge.As.SEQUENCE);
    assertThat(own.orElse(MergeRules.none())).isEqualTo(own);
    assertThat(MergeRules.none().orElse(own)).isEqualTo(own).hasSameHashCodeAs(own);
  }

  @Test
  void elementsHaveNoOtherNameThanTheStar() {
    MergeRules rules = MergeRules.builder().set("/items/0").build();

    assertThat(rules.below("items").belowElement().isEmpty()).isTrue();
    assertThat(rules.below("items").below("0").rule()).contains(SET);
  }

  @Test
  void namesAreUnescaped() {
    MergeRules rules = MergeRules.builder().set("/a~1b~0c").set("/").build();

    assertThat(rules.below("a/b~c").rule()).contains(SET);
    assertThat(rules.below("").rule()).contains(SET);
    assertThat(rules).hasToString("[/ SET, /a~1b~0c SET]");
  }

  @Test
  void countersAreSeenFromAbove() {
    MergeRules rules = MergeRules.builder().counter("/a/*/n").set("/b").build();

    assertThat(rules.isCounting()).isTrue();
    assertThat(rules.below("a").isCounting()).isTrue();
    assertThat(rules.below("b").isCounting()).isFalse();
  }

  @Test
  void orderOfBuildingMakesNoDifference() {
    MergeRules one = MergeRules.builder().keyed("/a", "id").set("/b").set("/b").build();
    MergeRules other = MergeRules.builder().set("/b").keyed("/a", "id").build();

    assertThat(one).isEqualTo(other).hasToString("[/a KEYED by id, /b SET]");
    assertThat(MergeRules.builder().build()).isEqualTo(MergeRules.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tags", "/a~", "/a~2b", "#/tags"})
  void whatIsNoPointerIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergeRules.builder().set(path))
        .withMessage(
            "'%s' is not the path of a merge rule; "
                + "expected a JSON Pointer such as /tags or /items/*/tags",
            path);
  }

  @Test
  void secondRuleOfAPathIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergeRules.builder().set("/a").keyed("/a", "id"))
        .withMessage("'/a' has the merge rules SET and KEYED by id; expected one");
  }

  @Test
  void keyBelongsToKeyedArraysOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergeRules.builder().keyed("/a", ""))
        .withMessage(
            "Merge rule KEYED of '/a' has no key; expected the field that tells elements apart");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergeRules.builder().rule("/a", Merge.As.SET, "id"))
        .withMessage("Merge rule SET of '/a' has the key 'id'; expected a key for KEYED only");
  }

  @Test
  void annotationsOfRecordsAreRead() {
    assertThat(rulesOf(Order.class))
        .isEqualTo(
            MergeRules.builder()
                .keyed("/lines", "sku")
                .counter("/lines/*/quantity")
                .set("/labels")
                .set("/byCountry/*/labels")
                .set("/note/labels")
                .build());
  }

  @Test
  void annotationsOfBeansAreReadUnderTheNamesOfTheirFields() {
    assertThat(rulesOf(Bean.class))
        .isEqualTo(MergeRules.builder().counter("/hits").set("/t~1s").sequence("/steps").build());
  }

  @Test
  void typesAreNotFollowedIntoThemselves() {
    assertThat(rulesOf(Tree.class)).isEqualTo(MergeRules.builder().set("/tags").build());
  }

  @Test
  void annotationWithoutItsKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulesOf(Keyless.class))
        .withMessage(
            "Merge rule KEYED of '/lines' has no key; expected the field that tells elements apart");
  }

  private static MergeRules rulesOf(Class<?> type) {
    return MergeRules.of(type, StoreMapper.builder().build());
  }

  record Order(
      @Merge(value = Merge.As.KEYED, key = "sku") List<Line> lines,
      @JsonProperty("labels") @Merge(Merge.As.SET) Set<String> tags,
      Map<String, Note> byCountry,
      Optional<Note> note,
      String plain) {}

  record Line(String sku, @Merge(Merge.As.COUNTER) long quantity) {}

  record Note(@Merge(Merge.As.SET) List<String> labels) {}

  record Tree(@Merge(Merge.As.SET) Set<String> tags, List<Tree> children, Map<String, Tree> more) {}

  record Keyless(@Merge(Merge.As.KEYED) List<Line> lines) {}

  record Steps(@JsonValue List<String> steps) {}

  static class Bean {

    @Merge(Merge.As.COUNTER)
    private int hits;

    private Set<String> tags = Set.of();

    public int getHits() {
      return hits;
    }

    public void setHits(int hits) {
      this.hits = hits;
    }

    @JsonProperty("t/s")
    public Set<String> getTags() {
      return tags;
    }

    @Merge(Merge.As.SET)
    public void setTags(Set<String> tags) {
      this.tags = tags;
    }

    @Merge(Merge.As.SEQUENCE)
    public Steps getSteps() {
      return new Steps(List.of());
    }

    @JsonIgnore
    @Merge(Merge.As.SET)
    public Set<String> getIgnored() {
      return Set.of();
    }
  }
}
