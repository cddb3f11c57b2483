package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.MergeRules;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CapturedDataTests {

  private static final int CASES = "full".equals(System.getProperty("merges")) ? 1_000_000 : 20_000;

  private static final MergeRules RULES =
      MergeRules.builder()
          .set("/set")
          .set("/o/set")
          .keyed("/keyed", "id")
          .set("/keyed/*/set")
          .counter("/n")
          .counter("/o/n")
          .counter("/keyed/*/n")
          .sequence("/list")
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // base | rival | evidence
        "{'a':1} | {'a':2} | {'a':2,'b':3}",
        "{'a':1} | {'a':1.0} | {'a':7}",
        "{'a':1} | {} | {'b':3}",
        "{} | {'o':{'p':{'x':1}}} | {'o':{'p':{'x':1.0,'y':2}}}",
        "{'o':{'x':1,'y':1}} | {'o':{'x':2,'y':1}} | {'o':{'x':2,'y':5}}",
        "{'list':[1]} | {'list':[1,2]} | {'list':[1,2.0]}",
        "{'set':['a','b']} | {'set':['b','c']} | {'set':['d','c']}",
        "{'keyed':[{'id':1,'a':1},{'id':2}]} | {'keyed':[{'id':1,'a':2}]}"
            + " | {'keyed':[{'id':9},{'id':1,'a':2,'b':3}]}",
        "{'n':1,'a':1} | {'n':1,'a':2} | {'n':9,'a':2}",
      })
  void whatStandsInTheEvidenceIsCaptured(String base, String rival, String evidence) {
    assertThat(captured(Optional.of(Json.object(base)), rival, evidence)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a':1} | {'a':2} | {'a':1}",
        "{'a':1} | {'a':2} | {}",
        "{'a':1} | {} | {'a':1}",
        "{'a':1} | {'a':null} | {}",
        "{'a':1} | {} | {'a':null}",
        "{'a':{'x':1}} | {'a':5} | {'a':{'x':1}}",
        "{'a':5} | {'a':{'x':1}} | {'a':{'y':1}}",
        "{'a':[1]} | {'a':[1,2]} | {'a':[1,2,3]}",
        "{'list':[1]} | {'list':[1,2]} | {'list':[0,1,2]}",
        "{'set':['a','b']} | {'set':['b','c']} | {'set':['a','b','c']}",
        "{'set':['a','b']} | {'set':['b','c']} | {'set':['b']}",
        "{'set':['a']} | {'set':['a',{}]} | {'set':['a',{},1]}",
        "{'keyed':[{'id':1,'a':1}]} | {'keyed':[{'id':1,'a':2}]} | {'keyed':[{'id':2,'a':2}]}",
        "{'keyed':[{'id':1},{'id':2}]} | {'keyed':[{'id':2}]} | {'keyed':[{'id':2},{'id':1}]}",
        "{'keyed':[{'id':1},{'id':2}]} | {'keyed':[{'id':2},{'id':1}]}"
            + " | {'keyed':[{'id':1},{'id':3},{'id':2}]}",
        "{'keyed':[{'id':1},{'id':2}]} | {'keyed':[{'id':2},{'id':1}]} | {'keyed':[{'id':2}]}",
        "{'n':1} | {'n':2} | {'n':2}",
        "{'o':{'n':1}} | {'o':{'n':2}} | {'o':{'n':2}}",
        "{} | {'o':{'n':2}} | {'o':{'n':2}}",
        "{'n':1} | {} | {}",
        "{'keyed':[]} | {'keyed':[{'id':1,'n':2}]} | {'keyed':[{'id':1,'n':2}]}",
      })
  void whatIsMissingOrCannotBeToldIsNotCaptured(String base, String rival, String evidence) {
    assertThat(captured(Optional.of(Json.object(base)), rival, evidence)).isFalse();
  }

  @Test
  void withoutABaseAllTheRivalHasMustStandInTheEvidence() {
    assertThat(captured(Optional.empty(), "{'a':1,'set':['x']}", "{'a':1,'set':['y','x'],'b':2}"))
        .isTrue();
    assertThat(captured(Optional.empty(), "{'a':1,'b':2}", "{'a':1}")).isFalse();
    assertThat(captured(Optional.empty(), "{'n':1}", "{'n':1}")).isFalse();
    assertThat(captured(Optional.empty(), "{}", "{'a':1}")).isTrue();
  }

  @Test
  void noYesIsWrong(TestReporter reporter) {
    Random random = new Random(11);
    int yes = 0;
    int truths = 0;
    for (int i = 0; i < CASES; i++) {
      Edits edits = new Edits(random);
      Optional<ObjectNode> base =
          random.nextInt(5) == 0 ? Optional.empty() : Optional.of(edits.base);

      boolean truth = isTrue(base, edits.rival, edits.evidence);
      boolean told = CapturedData.isCaptured(base, edits.rival, edits.evidence, RULES);

      assertThat(told && !truth)
          .as(() -> "%s -> %s captured in %s".formatted(base, edits.rival, edits.evidence))
          .isFalse();
      yes += told ? 1 : 0;
      truths += truth ? 1 : 0;
    }
    reporter.publishEntry(
        "captured", "%d of %d true ones told, of %d cases".formatted(yes, truths, CASES));
    assertThat(truths).isBetween(CASES / 10, CASES - CASES / 10);
    assertThat(yes).isGreaterThan(truths * 9 / 10);
  }

  @Test
  void noYesIsWrongAmongStrangeDocuments(TestReporter reporter) {
    Trees trees = new Trees(13);
    int yes = 0;
    for (int i = 0; i < CASES; i++) {
      ObjectNode base = trees.document();
      ObjectNode rival = trees.edited(base);
      ObjectNode evidence = trees.edited(i % 2 == 0 ? rival : base);

      if (CapturedData.isCaptured(Optional.of(base), rival, evidence, MergeRules.none())) {
        yes++;
        assertThat(isTrueOfPlainFields(base, rival, evidence))
            .as(() -> "%s -> %s captured in %s".formatted(base, rival, evidence))
            .isTrue();
      }
    }
    reporter.publishEntry("captured", "%d of %d strange cases".formatted(yes, CASES));
    assertThat(yes).isBetween(CASES / 10, CASES - CASES / 10);
  }

  private static boolean captured(Optional<ObjectNode> base, String rival, String evidence) {
    return CapturedData.isCaptured(base, Json.object(rival), Json.object(evidence), RULES);
  }

  /** Whether each entry in which the rival differs is the evidence's; no counter may differ. */
  private static boolean isTrue(Optional<ObjectNode> base, ObjectNode rival, ObjectNode evidence) {
    Map<String, String> was = base.map(Flat::of).orElse(Map.of());
    Map<String, String> its = Flat.of(rival);
    Map<String, String> found = Flat.of(evidence);
    for (String path : union(was.keySet(), its.keySet())) {
      boolean order = path.contains(" order ") && !(was.containsKey(path) && its.containsKey(path));
      boolean changed = !Objects.equals(was.get(path), its.get(path)) && !order;
      boolean counts = path.endsWith(" . n");
      if (changed && (counts || !Objects.equals(its.get(path), found.get(path)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTrueOfPlainFields(JsonNode base, JsonNode rival, JsonNode evidence) {
    if (!(rival instanceof ObjectNode) || !(evidence instanceof ObjectNode)) {
      return Flat.text(rival).equals(Flat.text(evidence))
          || Flat.text(rival).equals(Flat.text(base));
    }
    return union(base.propertyNames(), rival.propertyNames()).stream()
        .allMatch(
            name -> isTrueOfPlainFields(base.path(name), rival.path(name), evidence.path(name)));
  }

  private static Set<String> union(Collection<String> some, Collection<String> others) {
    Set<String> union = new TreeSet<>(some);
    union.addAll(others);
    return union;
  }

  /** A rival of a base, and evidence that took over all, some or none of what the rival did. */
  private static final class Edits {

    private final Random random;
    private final ObjectNode base = JsonNodeFactory.instance.objectNode();
    private final ObjectNode rival;
    private final ObjectNode evidence;

    Edits(Random random) {
      this.random = random;
      for (int i = 0; i < 12; i++) {
        assign(random.nextLong(), base);
      }
      rival = base.deepCopy();
      evidence = base.deepCopy();
      int taken = random.nextInt(3) == 0 ? random.nextInt(100) : 100;
      boolean mayCount = random.nextInt(4) == 0;
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        long assignment = assignment(mayCount);
        assign(assignment, rival);
        if (random.nextInt(100) < taken) {
          assign(assignment, evidence);
        }
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        assign(assignment(true), evidence);
      }
    }

    private long assignment(boolean mayCount) {
      long seed = random.nextLong();
      while (!mayCount && new Random(seed).nextInt(8) == 0) {
        seed = random.nextLong();
      }
      return seed;
    }

    /** The same assignment for the same seed. */
    private static void assign(long seed, ObjectNode document) {
      Random choice = new Random(seed);
      int kind = choice.nextInt(8);
      ObjectNode holder = choice.nextInt(3) == 0 ? object(document, "o") : document;
      int value = choice.nextInt(6);
      String name = "abc".substring(value % 3, value % 3 + 1);
      switch (kind) {
        case 0 -> holder.put("n", holder.path("n").asInt(0) + 1);
        case 1 -> holder.set(name, number(choice));
        case 2 -> holder.remove(name);
        case 3 -> members(holder).add(value);
        case 4 -> members(holder).removeIf(member -> member.asInt() == value);
        case 5 -> element(document, value).set(name, number(choice));
        case 6 -> reorder(array(document, "keyed"), value, choice.nextBoolean());
        default -> array(document, "list").add(value);
      }
    }

    private static void reorder(ArrayNode keyed, int value, boolean remove) {
      if (keyed.isEmpty()) {
        return;
      }
      JsonNode element = keyed.remove(value % keyed.size());
      if (!remove) {
        keyed.add(element);
      }
    }

    private static JsonNode number(Random choice) {
      int value = choice.nextInt(3);
      return choice.nextBoolean()
          ? JsonNodeFactory.instance.numberNode(value)
          : JsonNodeFactory.instance.numberNode((double) value);
    }

    private static ObjectNode object(ObjectNode document, String name) {
      return document.get(name) instanceof ObjectNode object ? object : document.putObject(name);
    }

    private static ArrayNode array(ObjectNode document, String name) {
      return document.get(name) instanceof ArrayNode array ? array : document.putArray(name);
    }

    private static ArrayNode members(ObjectNode holder) {
      return array(holder, "set");
    }

    private static ObjectNode element(ObjectNode document, int id) {
      ArrayNode keyed = array(document, "keyed");
      for (JsonNode element : keyed) {
        if (element.get("id").intValue() == id) {
          return (ObjectNode) element;
        }
      }
      return keyed.addObject().put("id", id);
    }
  }
}
