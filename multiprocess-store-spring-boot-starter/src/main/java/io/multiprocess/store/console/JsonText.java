package io.multiprocess.store.console;

import io.multiprocess.store.StoreMapper;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON for people: documents laid out, values short.
 *
 * @param text what to show
 * @param quoted whether it is JSON; otherwise it is plain text
 * @param omitted how many characters more there are
 */
record JsonText(String text, boolean quoted, int omitted) {

  /** How many characters of a whole document are shown. */
  static final int DOCUMENT = 200_000;

  /** How many characters of one value are shown. */
  static final int VALUE = 2_000;

  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private static final JsonMapper MAPPER =
      StoreMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER))
                  .withObjectIndenter(LINES)
                  .withArrayIndenter(LINES))
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** A whole document, as much of it as a page can bear. */
  static JsonText document(JsonNode document) {
    return cut(laidOut(document), true, DOCUMENT);
  }

  /** One value: text without its quotes if it can be seen without them. */
  static JsonText value(JsonNode value) {
    boolean plain = value.isString() && isPlain(value.stringValue());
    return cut(plain ? value.stringValue() : laidOut(value), !plain, VALUE);
  }

  /** A value in one line, short enough for a list. */
  static JsonText line(JsonNode value) {
    return cut(value.toString(), true, 160);
  }

  /** JSON as it can be edited, whole. */
  static String laidOut(JsonNode value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads what was typed.
   *
   * @throws IllegalArgumentException if it is not JSON, saying where
   */
  static JsonNode parse(String typed) {
    try {
      JsonNode value = MAPPER.readTree(typed);
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("There is nothing; expected JSON");
      }
      return value;
    } catch (JacksonException e) {
      String place =
          Optional.ofNullable(e.getLocation())
              .map(at -> " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()))
              .orElse("");
      throw new IllegalArgumentException("This is not JSON: " + e.getOriginalMessage() + place, e);
    }
  }

  /**
   * Reads a document that was typed.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static ObjectNode parseDocument(String typed) {
    if (parse(typed) instanceof ObjectNode document) {
      return document;
    }
    throw new IllegalArgumentException("This is not a document; expected a JSON object {...}");
  }

  private static boolean isPlain(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
  }

  private static JsonText cut(String text, boolean quoted, int limit) {
    if (text.length() <= limit) {
      return new JsonText(text, quoted, 0);
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return new JsonText(text.substring(0, end), quoted, text.length() - end);
  }
}
