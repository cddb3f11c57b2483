package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Histories in which several writers edit one object, and merge what they see of each other. */
class MergedHistoryTests {

  private static final int HISTORIES =
      "full".equals(System.getProperty("merges")) ? 100_000 : 2_000;

  private static final MergeRules RULES =
      MergeRules.builder().set("/set").counter("/n").counter("/o/n").set("/o/set").build();

  @Test
  void resultIsOfTheRivalsAndNotOfTheirOrder() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Writers writers = new Writers(seed);
      List<Revision> leaves = new ArrayList<>(writers.leaves());
      MergedConflict merged = ConflictMerge.of(new TreeSet<>(leaves), writers.history, RULES);
      Collections.shuffle(leaves, new Random(seed));

      SortedSet<Revision> backwards = new TreeSet<>(Collections.reverseOrder());
      backwards.addAll(leaves);
      MergedConflict again = ConflictMerge.of(backwards, writers.history, RULES);

      assertThat(again).isEqualTo(merged);
      assertThat(again.merged()).hasToString(merged.merged().toString());
    }
  }

  @Test
  void partialMergesInAnyOrderComeToTheSame(TestReporter reporter) {
    int clean = 0;
    int crosswise = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Writers writers = new Writers(seed);
      SortedSet<Revision> leaves = writers.leaves();
      MergedConflict merged = ConflictMerge.of(leaves, writers.history, RULES);
      Optional<JsonNode> last = writers.mergedBitByBit(leaves);
      if (merged.isClean() && last.isPresent()) {
        clean++;
        crosswise += merged.base().isEmpty() ? 1 : 0;
        assertThat(Flat.of(merged.merged())).as("seed %d", seed).isEqualTo(Flat.of(last.get()));
        assertThat(Flat.of(merged.merged())).containsAllEntriesOf(writers.counts(leaves));
      }
    }
    reporter.publishEntry(
        "clean histories",
        "%d of %d, %d without a single base".formatted(clean, HISTORIES, crosswise));
    assertThat(clean).isGreaterThan(HISTORIES / 3);
    assertThat(crosswise).isGreaterThan(HISTORIES / 100);
  }

  /** Three or four writers with a head each, who edit it, or merge another's into it. */
  private static final class Writers {

    private final History history = new History();
    private final Random random;
    private final List<Revision> heads = new ArrayList<>();
    private final Map<Revision, Long> counted = new HashMap<>();
    private int fresh;

    Writers(long seed) {
      random = new Random(seed);
      Revision root =
          history.add("{'a':0,'b':0,'set':['r','s'],'n':0,'o':{'c':0,'d':0,'n':0,'set':['t']}}");
      for (int i = 3 + random.nextInt(2); i > 0; i--) {
        heads.add(root);
      }
      for (int i = 4 + random.nextInt(40); i > 0; i--) {
        step(random.nextInt(heads.size()));
      }
      if (leaves().size() < 2) {
        heads.add(edit(8, root));
        heads.add(edit(9, root));
      }
    }

    SortedSet<Revision> leaves() {
      return history.leaves(heads);
    }

    /** The result of random merges that are published and merged again, if none clashes. */
    Optional<JsonNode> mergedBitByBit(SortedSet<Revision> leaves) {
      List<Revision> left = new ArrayList<>(leaves);
      while (left.size() > 1) {
        Collections.shuffle(left, random);
        List<Revision> some = left.subList(0, 2 + random.nextInt(left.size() - 1));
        MergedConflict merged = ConflictMerge.of(new TreeSet<>(some), history, RULES);
        if (!merged.isClean()) {
          return Optional.empty();
        }
        Revision published = history.add(merged.merged(), some.toArray(new Revision[0]));
        some.clear();
        left.add(published);
      }
      return history.document(left.get(0)).map(JsonNode.class::cast);
    }

    /** What the counter has to be: all that was counted in the history of the leaves. */
    Map<String, String> counts(SortedSet<Revision> leaves) {
      SortedSet<Revision> edits = new TreeSet<>();
      leaves.forEach(leaf -> edits.addAll(history.ancestors(leaf)));
      long sum = edits.stream().mapToLong(edit -> counted.getOrDefault(edit, 0L)).sum();
      return Map.of(" . n", Flat.text(LongNode.valueOf(sum)));
    }

    private void step(int writer) {
      Revision mine = heads.get(writer);
      Revision other = heads.get(random.nextInt(heads.size()));
      SortedSet<Revision> both = history.leaves(List.of(mine, other));
      if (random.nextBoolean()) {
        heads.set(writer, edit(writer, mine));
      } else if (both.size() == 1) {
        heads.set(writer, both.first());
      } else {
        MergedConflict merged = ConflictMerge.of(both, history, RULES);
        if (merged.isClean()) {
          heads.set(writer, history.add(merged.merged(), mine, other));
        }
      }
    }

    private Revision edit(int writer, Revision from) {
      ObjectNode edited = history.document(from).orElseThrow().deepCopy();
      ObjectNode holder = random.nextBoolean() ? edited : (ObjectNode) edited.get("o");
      long count = 0;
      switch (random.nextInt(4)) {
        case 0 -> {
          int step = 1 + random.nextInt(2);
          holder.put("n", holder.get("n").intValue() + step);
          count = holder.has("o") ? step : 0;
        }
        case 1 -> ((ArrayNode) holder.get("set")).add("m" + fresh++);
        case 2 -> {
          ArrayNode set = (ArrayNode) holder.get("set");
          if (!set.isEmpty()) {
            set.remove(random.nextInt(set.size()));
          }
        }
        default -> {
          // Mostly a field of the writer's own, so that most histories are clean.
          String name = random.nextInt(3) == 0 ? "a" : "w" + writer;
          if (random.nextInt(5) == 0) {
            holder.remove(name);
          } else {
            holder.put(name, fresh++);
          }
        }
      }
      Revision edit = history.add(edited, from);
      counted.put(edit, count);
      return edit;
    }
  }
}
