package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.Merge;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Rival;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import tools.jackson.databind.node.ObjectNode;

/** Two templates on one directory, as two processes have them. */
class EntityMergingTests {

  private static final StoreOptions MERGING = StoreOptions.defaults().withOnStale(OnStale.MERGE);

  @TempDir Path directory;

  record Page(
      @Id String id,
      @Version @Nullable String revision,
      String title,
      @Merge(Merge.As.SET) Set<String> tags,
      @Merge(Merge.As.COUNTER) int visits,
      @Merge(value = Merge.As.KEYED, key = "id") List<Item> items) {

    Page titled(String newTitle) {
      return new Page(id, revision, newTitle, tags, visits, items);
    }
  }

  record Item(String id, String text) {}

  private static final Page PAGE =
      new Page("home", null, "Home", Set.of("a"), 1, List.of(new Item("1", "one")));

  @Test
  void annotatedPlacesOfConcurrentEditsAreMerged() {
    try (StoreTemplate one = open(MERGING);
        StoreTemplate other = open(MERGING)) {
      Page seen = one.create(PAGE);
      one.update(
          new Page(
              "home", seen.revision(), "Home", Set.of("a", "b"), 3, List.of(item(1), item(2))));

      Page merged =
          other.update(
              new Page(
                  "home", seen.revision(), "Start", Set.of("c"), 2, List.of(item(1), item(3))));

      assertThat(merged.title()).isEqualTo("Start");
      assertThat(merged.tags()).containsExactlyInAnyOrder("b", "c");
      assertThat(merged.visits()).isEqualTo(4);
      assertThat(merged.items()).containsExactlyInAnyOrder(item(1), item(2), item(3));
      assertThat(one.get(Page.class, "home")).isEqualTo(merged);
      assertThat(one.hasConflicts("home")).isFalse();
    }
  }

  @Test
  void aClashLeavesAConflictInWhichTheRestIsMerged() {
    try (StoreTemplate one = open(MERGING);
        StoreTemplate other = open(MERGING)) {
      Page seen = one.create(PAGE);
      one.update(new Page("home", seen.revision(), "Mine", Set.of("a", "b"), 1, seen.items()));

      Page written =
          other.update(
              new Page("home", seen.revision(), "Theirs", Set.of("a", "c"), 1, seen.items()));

      assertThat(written.title()).isEqualTo("Theirs");
      assertThat(one.conflict(Page.class, "home"))
          .hasValueSatisfying(
              conflict -> {
                assertThat(conflict.clashes()).hasSize(1);
                assertThat(conflict.merged().tags()).containsExactlyInAnyOrder("a", "b", "c");
              });
    }
  }

  @Test
  void equalIncrementOfAnAnnotatedCounterIsNotCaptured() {
    try (StoreTemplate template = open(StoreOptions.defaults())) {
      Page seen = template.create(PAGE);
      for (int i = 0; i < 2; i++) {
        template.update(
            new Page("home", seen.revision(), "Home", Set.of("a"), 2, List.of(item(1))));
      }

      assertThat(template.settleCaptured("home", true)).hasSize(1);
      assertThat(template.settleCaptured(Page.class, "home", true)).isEmpty();
    }
  }

  @Test
  void resolveKnowsTheAnnotationsToo() {
    try (StoreTemplate template = open(StoreOptions.defaults())) {
      conflictOfTags(template);

      assertThat(template.resolve(ObjectNode.class, "home").orElseThrow().get("tags")).hasSize(2);
      assertThat(template.hasConflicts("home")).isTrue();
      assertThat(template.resolve(Page.class, "home").orElseThrow().tags()).hasSize(3);
      assertThat(template.hasConflicts("home")).isFalse();
    }
  }

  @Test
  void rulesOfTheStoreComeBeforeAnnotations() {
    MergeRules sequence = MergeRules.builder().sequence("/tags").build();
    try (StoreTemplate template = open(StoreOptions.defaults().withMergeRules(sequence))) {
      conflictOfTags(template);

      assertThat(template.resolve(Page.class, "home").orElseThrow().tags()).hasSize(2);
      assertThat(template.hasConflicts("home")).isTrue();
    }
  }

  record Misannotated(@Id String id, @Merge(Merge.As.KEYED) List<Item> items) {}

  @Test
  void annotationsThatMeanNothingAreAMisuse() {
    try (StoreTemplate template = open(StoreOptions.defaults())) {
      assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
          .isThrownBy(() -> template.find(Misannotated.class, "a"))
          .withMessage(
              "%s cannot be merged as it is annotated: Merge rule KEYED of '/items' has no key; expected the field that tells elements apart"
                  .formatted(Misannotated.class.getName()));
    }
  }

  @Test
  void theRuleOfATypeSettlesItsConflicts() {
    ConflictResolver<User> longest =
        conflict ->
            conflict.rivals().stream()
                .map(Rival::value)
                .max(Comparator.comparingInt(user -> user.name().length()));
    StoreTemplateFactory factory = new StoreTemplateFactory(List.of(), Map.of(User.class, longest));
    try (StoreTemplate one = factory.open("users", directory, MERGING);
        StoreTemplate other = factory.open("users", directory, MERGING)) {
      User seen = one.create(User.named("alice", "Alice"));
      one.update(seen.renamed("The longest name"));

      User merged = other.update(seen.renamed("Name"));

      assertThat(merged.name()).isEqualTo("The longest name");
      assertThat(other.hasConflicts("alice")).isFalse();

      one.update(merged.renamed("Long name"), OnStale.KEEP);
      one.update(merged.renamed("Name"), OnStale.KEEP);
      assertThat(one.resolve(ObjectNode.class, "alice")).isPresent();
      assertThat(one.hasConflicts("alice")).isTrue();
      assertThat(one.resolve(User.class, "alice").orElseThrow().name()).isEqualTo("Long name");
      assertThat(one.hasConflicts("alice")).isFalse();
    }
  }

  @Test
  void theRuleForMapsIsForEveryKindOfMap() {
    ConflictResolver<Map<String, Object>> leading = conflict -> Optional.of(conflict.merged());
    StoreTemplateFactory factory =
        new StoreTemplateFactory(List.of(), Map.of(HashMap.class, leading));
    try (StoreTemplate template = factory.open("things", directory, MERGING)) {
      Map<String, Object> seen = new HashMap<>(Map.of("_id", "a", "name", "one"));
      template.create(seen);
      Map<String, Object> rival = new HashMap<>(seen);
      rival.put("name", "two");
      template.update(new HashMap<>(rival));
      seen.put("name", "three");

      template.update(seen);

      assertThat(template.hasConflicts("a")).isFalse();
    }
  }

  @Test
  void theStoresOwnRuleIsKeptForAnnotatedTypes() {
    ConflictResolver<ObjectNode> leading = conflict -> Optional.of(conflict.merged());
    try (StoreTemplate template = open(MERGING.withResolver(leading))) {
      Page seen = template.create(PAGE);
      template.update(seen.titled("Mine"));

      template.update(seen.titled("Theirs"));

      assertThat(template.hasConflicts("home")).isFalse();
    }
  }

  private StoreTemplate open(StoreOptions options) {
    return new StoreTemplateFactory(List.of()).open("pages", directory, options);
  }

  private static void conflictOfTags(StoreTemplate template) {
    Page seen = template.create(PAGE);
    template.update(new Page("home", seen.revision(), "Home", Set.of("a", "b"), 1, seen.items()));
    template.update(new Page("home", seen.revision(), "Home", Set.of("a", "c"), 1, seen.items()));
  }

  private static Item item(int number) {
    return new Item(String.valueOf(number), number == 1 ? "one" : "new");
  }
}
