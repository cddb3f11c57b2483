package io.multiprocess.store.histories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents that prove which write of which object they belong to, and that they are whole. The npm
 * worker makes the same ones.
 */
final class Payload {

  private static final String WRITE = "write";

  private Payload() {}

  /**
   * The document of one write.
   *
   * @param filling how often the write's name is repeated, to make documents of many sizes
   */
  static ObjectNode document(String object, String write, int filling) {
    String fill = write.repeat(filling);
    return JsonNodeFactory.instance
        .objectNode()
        .put("object", object)
        .put(WRITE, write)
        .put("fill", fill)
        .put("check", check(object, write, fill));
  }

  /** The write that a document proves to belong to; empty if it is torn, mixed or foreign. */
  static Optional<String> write(String object, JsonNode document) {
    String write = text(document, WRITE);
    boolean proven =
        text(document, "object").equals(object)
            && text(document, "check").equals(check(object, write, text(document, "fill")));
    return proven ? Optional.of(write) : Optional.empty();
  }

  private static String text(JsonNode document, String field) {
    return document.path(field).asString("");
  }

  private static String check(String object, String write, String fill) {
    try {
      byte[] bytes = String.join("\n", object, write, fill).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }
}
