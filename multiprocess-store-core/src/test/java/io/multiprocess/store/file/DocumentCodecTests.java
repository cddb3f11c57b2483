package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidDocumentException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DocumentCodecTests {

  private final DocumentCodec codec = new DocumentCodec(1 << 20, 100);

  @Test
  void documentIsIndentedAsJavaScriptIndentsIt() throws IOException {
    ObjectNode document = json("{\"n\":1,\"e\":{},\"l\":[],\"a\":[1,{\"b\":null}],\"t\":\"é\"}");

    assertThat(new String(codec.encode("alice", document, "0-x"), UTF_8))
        .isEqualTo(
            """
            {
              "_id": "alice",
              "n": 1,
              "e": {},
              "l": [],
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "t": "é",
              "_rev": "0-x"
            }""");
  }

  @Test
  void fieldsOfTheStoreAreNotTakenFromTheUser() throws IOException {
    ObjectNode document = json("{\"_id\":\"mallory\",\"_rev\":\"9-x\",\"n\":1}");

    ObjectNode written = codec.decode(codec.encode("alice", document, "0-x"));

    assertThat(written.get("_id").asString()).isEqualTo("alice");
    assertThat(written.get("_rev").asString()).isEqualTo("0-x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1.50",
        "0.1",
        "12345678901234567890123",
        "12345.678901234567890123",
        "1E+400",
        "-0.1",
        "0.30000000000000004",
        "9007199254740993",
        "0.0",
        "1.0"
      })
  void numbersKeepEveryDigit(String number) throws IOException {
    ObjectNode document = json("{\"n\":" + number + "}");

    assertThat(new String(codec.encode("a", document, ""), UTF_8))
        .contains("\"n\": " + number + ",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud83d and é", "\ud83d and e", "\ude00\ud83d", "\ufffd", "\ud83d\ude00", "?"})
  void whateverJavaScriptStringsHoldSurvives(String text) throws IOException {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("s", text);

    ObjectNode readBack = codec.decode(codec.encode("a", document, ""));

    assertThat(readBack.get("s").asString()).isEqualTo(text);
  }

  @Test
  void lastOfTwoEqualKeysWinsOnReadingAsInJavaScript() throws IOException {
    assertThat(json("{\"k\":1,\"k\":2}").get("k").asInt()).isEqualTo(2);
  }

  /** A writer is handed the very nodes that a reader is, whatever he made his document of. */
  @Test
  void writersGetWhatReadersGet() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      ObjectNode document = randomObject(random, 0);
      byte[] bytes = codec.encode("a", document, "0-x");

      ObjectNode given = codec.readBack(document, bytes);

      assertThat(given).isEqualTo(DocumentCodec.withoutReserved(codec.decode(bytes)));
      assertThat(given).isNotSameAs(document);
    }
  }

  private static ObjectNode randomObject(Random random, int level) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      String name = random.nextInt(20) == 0 ? "_id" : "f" + random.nextInt(8);
      object.set(name, randomNode(random, level + 1));
    }
    return object;
  }

  private static JsonNode randomNode(Random random, int level) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(level > 60 ? 14 : 17)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt());
      case 3 -> nodes.numberNode((long) random.nextInt(9));
      case 4 -> nodes.numberNode(random.nextLong());
      case 5 -> nodes.numberNode(Double.longBitsToDouble(random.nextLong()));
      case 6 -> nodes.numberNode(random.nextBoolean() ? -0.0 : random.nextInt(100) / 8.0);
      case 7 -> nodes.numberNode(random.nextFloat());
      case 8 -> nodes.numberNode((short) random.nextInt(9));
      case 9 -> nodes.numberNode(new BigInteger(random.nextInt(80), random));
      case 10 -> nodes.numberNode(new BigDecimal(new BigInteger(40, random), random.nextInt(9)));
      case 11 -> nodes.stringNode("\ud83d".repeat(random.nextInt(2)) + "é\"\n" + random.nextInt());
      case 12 -> nodes.binaryNode(new byte[] {1, 2, 3});
      case 13 -> nodes.pojoNode(new BigDecimal("1.50"));
      case 14 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(randomNode(random, level + 1));
        }
        yield array;
      }
      default -> randomObject(random, level);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1",
        "null",
        "[1]",
        "\"text\"",
        "{} {}",
        "{\"a\":01}",
        "{'a':1}",
        "\u0000",
        "{\"a\":NaN}",
        "{\"a\":1e99999999999999999999}",
        "{\"a\":[1e-99999999999999999999]}",
        "// c\n{}"
      })
  void onlyOneWholeJsonObjectIsADocument(String text) {
    assertThatThrownBy(() -> json(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("file ");
  }

  @Test
  void otherEncodingsThanUtf8AreNotGuessed() {
    assertThatThrownBy(() -> codec.decode("{\"a\":1}".getBytes(UTF_16)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> codec.decode(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .hasMessage("file is not UTF-8 text");
  }

  @Test
  void documentPastTheSizeLimitIsRefused() {
    DocumentCodec small = new DocumentCodec(100, 100);
    ObjectNode document = small.newObject().put("text", "x".repeat(100));

    assertThatThrownBy(() -> small.encode("alice", document, ""))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessage("Document of 'alice' takes 148 bytes; expected at most 100");
  }

  @Test
  void documentPastTheDepthLimitIsRefusedHoweverDeep() {
    JsonNode deep = codec.newObject();
    for (int i = 0; i < 100_000; i++) {
      deep = codec.newObject().set("d", deep);
    }
    ObjectNode document = codec.newObject().set("d", deep);

    assertThatThrownBy(() -> codec.encode("alice", document, ""))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessage("Document of 'alice' is nested too deeply; expected at most 100 levels");
  }

  @Test
  void fileThatIsNestedTooDeeplyIsNotADocument() {
    String deep = "{\"d\":".repeat(101) + "1" + "}".repeat(101);

    assertThatThrownBy(() -> json(deep)).hasMessageContaining("100");
  }

  private ObjectNode json(String text) throws IOException {
    return codec.decode(text.getBytes(UTF_8));
  }
}
