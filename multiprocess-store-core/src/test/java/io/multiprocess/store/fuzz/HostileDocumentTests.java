package io.multiprocess.store.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** A document that a caller hands in is written and read back as it is told, or refused. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDocumentTests {

  @TempDir Path temp;

  private FileObjectStore store;

  @BeforeEach
  void open() {
    store = FileObjectStore.open(temp, StoreOptions.defaults().withDurability(Durability.NONE));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @MethodSource("whatJsonCannotHold")
  void documentThatIsNotJsonIsRefusedAndChangesNothing(ObjectNode document) {
    Versioned<ObjectNode> bob = store.create("bob", json().put("n", 1));

    assertThatThrownBy(() -> store.create("carol", document))
        .isInstanceOf(InvalidDocumentException.class);
    assertThatThrownBy(() -> store.update(bob.withValue(document)))
        .isInstanceOf(InvalidDocumentException.class);
    assertThatThrownBy(() -> store.upsert("bob", document))
        .isInstanceOf(InvalidDocumentException.class);

    assertThat(store.ids()).containsExactly("bob");
    assertThat(store.revisions("bob")).containsExactly(bob);
  }

  static Stream<Arguments> whatJsonCannotHold() {
    ObjectNode cycle = json();
    cycle.set("self", cycle);
    ObjectNode deep = json();
    for (int i = 0; i < 100_000; i++) {
      deep = json().set("d", deep);
    }
    ArrayNode doubled = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 60; i++) {
      doubled = JsonNodeFactory.instance.arrayNode().add(doubled).add(doubled);
    }
    return Stream.of(
        named("cycle", cycle),
        named("depth", deep),
        named("one array two to the power of 60 times", json().set("d", doubled)),
        named("object that throws", json().putPOJO("p", new Throwing())),
        named("map that holds itself", json().putPOJO("p", mapOfItself())),
        named("long number", json().put("n", BigInteger.TEN.pow(1_001))),
        named(
            "number of the greatest scale",
            json().put("n", new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE))),
        named("large text", json().put("t", "x".repeat(17 << 20))));
  }

  @ParameterizedTest
  @MethodSource("whatJsonCanHold")
  void documentThatIsJsonIsReadBackAsItWasTold(ObjectNode document) {
    Versioned<ObjectNode> written = store.create("bob", document);

    assertThat(store.get("bob")).isEqualTo(written);
    assertThat(store.update(written).value()).isEqualTo(written.value());
    assertThat(store.get("bob").value()).isEqualTo(written.value());
    assertThat(store.typed(ObjectNode.class).get("bob").id()).isEqualTo("bob");
  }

  static Stream<Arguments> whatJsonCanHold() {
    return Stream.of(
        named("object of no properties", json().putPOJO("p", new Object())),
        named("not numbers", json().put("n", Double.NaN).put("i", Float.NEGATIVE_INFINITY)),
        named("bytes", json().put("b", new byte[] {0, -1, 127})),
        named("half pairs", json().put("\ud83d", "\udc00").put("a\ud83d", "\ud83d\ud83d")),
        named("control characters", json().put("\0", "\0\u001f\u007f\u2028\u2029")),
        named("empty name", json().put("", "")),
        named("names of prototypes", json().put("__proto__", 1).put("constructor", 2)),
        named("names that normalise to one", json().put("é", 1).put("e\u0301", 2)),
        named("nothing", json().set("m", MissingNode.getInstance())),
        named("null", json().putNull("n")),
        named("Java object", json().putPOJO("p", List.of(1, "two", Map.of()))),
        named("great exponent", json().put("n", new BigDecimal("1E+999999999"))),
        named("small exponent", json().put("n", new BigDecimal("-1E-999999999"))),
        named("wide name", json().put("x".repeat(1 << 20), 1)),
        named("zeros", json().put("z", new BigDecimal("0E+2147483647"))));
  }

  @Test
  void fieldsOfTheStoreAreNotTheCallersToSet() {
    ObjectNode document = json().put("_id", "../carol").put("_rev", "9-x").put("n", 1);

    store.create("bob", document);
    store.upsert("bob", document);

    assertThat(store.ids()).containsExactly("bob");
    assertThat(store.get("bob").value()).isEqualTo(json().put("n", 1));
    assertThat(store.get("bob").revision().generation()).isEqualTo(1);
  }

  @Test
  void deepestDocumentThatAnOptionAllowsIsWrittenOrRefused() {
    int depth = 10_000;
    try (FileObjectStore deepStore =
        FileObjectStore.open(
            temp,
            StoreOptions.defaults()
                .withDurability(Durability.NONE)
                .withMaxDepth(depth)
                .withMaxDocumentBytes(Integer.MAX_VALUE - 8))) {
      ObjectNode deep = json();
      for (int i = 1; i < depth; i++) {
        deep = json().set("d", deep);
      }
      try {
        deepStore.create("bob", deep);
        assertThat(deepStore.get("bob").value().has("d")).isTrue();
      } catch (InvalidDocumentException refused) {
        assertThat(refused).hasMessageContaining("nested too deeply for the stack of this thread");
      }
    }
  }

  @Test
  void hugeNumberInADocumentHangsNoTypedView() {
    store.create("bob", json().put("n", new BigDecimal("1E+999999999")));

    for (Class<?> type : List.of(Whole.class, Wide.class, Floating.class)) {
      try {
        assertThat(store.typed(type).get("bob").value()).isNotNull();
      } catch (InvalidDocumentException refused) {
        assertThat(refused).hasMessageContaining("'bob' does not fit");
      }
    }
  }

  /** JUnit prints arguments, which some of these do not survive. */
  private static Arguments named(String name, JsonNode document) {
    return Arguments.of(Named.of(name, document));
  }

  record Whole(long n) {}

  record Wide(BigInteger n) {}

  record Floating(double n) {}

  /** A bean whose property cannot be read. */
  public static final class Throwing {
    private final List<Integer> numbers = List.of();

    public int getN() {
      return numbers.get(0);
    }
  }

  private static Map<String, Object> mapOfItself() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    return map;
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }
}
