package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.StoreMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents as the bytes of a file and back: one JSON object, UTF-8, indented by two spaces as
 * {@code JSON.stringify(value, null, 2)} does, within the limits of size, depth and number length.
 */
final class DocumentCodec {

  static final String ID = "_id";
  static final String REVISION = "_rev";

  /** Longer numbers take seconds to convert; no real document has one. */
  private static final int MAX_NUMBER_DIGITS = 1000;

  private static final int STORE_FILE_DEPTH = 100;

  /** What a lenient decoder makes of bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  /** Copying is recursive, parsing is not. */
  private static final int MOST_COPIED_LEVELS = 50;

  /** What a parser takes for wrong, rather than for cut off, at the end of a text. */
  private static final Pattern BEGUN_LITERAL =
      Pattern.compile(
          "(?:\\b(?:t|tr|tru|f|fa|fal|fals|n|nu|nul)|-|-?[0-9]+\\.|-?[0-9.]+[eE][+-]?)$");

  /** How far past the limit the size of a document is told exactly. */
  private static final int COUNTED_PAST_THE_LIMIT = 1 << 16;

  private final long maxBytes;
  private final int maxDepth;
  private final JsonMapper mapper;
  private final ObjectWriter writer;

  DocumentCodec(long maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
    int longest = (int) Math.min(maxBytes, Integer.MAX_VALUE - 8);
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(longest)
                    .maxNameLength(longest)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
            .build();
    this.mapper =
        StoreMapper.builder(factory)
            .disable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    this.writer = mapper.writer().with(prettyPrinter());
  }

  /** One for the store's own files, which no limit of documents concerns. */
  static DocumentCodec ofStoreFiles() {
    return new DocumentCodec(Integer.MAX_VALUE - 8, STORE_FILE_DEPTH);
  }

  long maxBytes() {
    return maxBytes;
  }

  /**
   * The bytes of a revision.
   *
   * @param ancestry text of the field {@code _rev}
   * @throws InvalidDocumentException if the document breaks a limit, or could not be read back
   */
  byte[] encode(String id, ObjectNode document, String ancestry) {
    ObjectNode whole = mapper.createObjectNode();
    whole.put(ID, id);
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      if (!isReserved(field.getKey())) {
        whole.set(field.getKey(), field.getValue());
      }
    }
    whole.put(REVISION, ancestry);
    byte[] bytes = utf8(id, whole);
    if (bytes.length > maxBytes) {
      throw new InvalidDocumentException(
          id, "takes %d bytes; expected at most %d".formatted(bytes.length, maxBytes));
    }
    return bytes;
  }

  /** The bytes of a JSON object of the store's own, a tombstone for example. */
  byte[] encode(ObjectNode object) {
    return writer.writeValueAsBytes(object);
  }

  /**
   * The JSON object in a file, with {@code _id} and {@code _rev} as they stand there.
   *
   * @throws IOException if the bytes are anything but one JSON object within the limits; the
   *     message says what they are instead
   */
  ObjectNode decode(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("file is empty");
    }
    JsonNode tree;
    try {
      tree = mapper.readTree(text(bytes));
    } catch (CharacterCodingException e) {
      throw new IOException("file is not UTF-8 text", e);
    } catch (JacksonException e) {
      throw new IOException("file is not JSON: " + e.getOriginalMessage(), e);
    } catch (ArithmeticException | NumberFormatException e) {
      // Jackson lets them through for an exponent of more than ten digits.
      throw new IOException("file holds a number out of range", e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new IOException(
          "file holds a JSON %s; expected an object".formatted(tree.getNodeType()));
    }
    return object;
  }

  /** The user's fields in bytes that were decoded before, or encoded. */
  ObjectNode decodeAgain(byte[] bytes) {
    try {
      return withoutReserved(decode(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes that were a document are none any more", e);
    }
  }

  /** The text of the bytes; where it seems that some are none, they are decoded strictly. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /**
   * The bytes of a text.
   *
   * @throws CharacterCodingException if it holds half a surrogate pair
   */
  private static byte[] bytes(String text) throws CharacterCodingException {
    if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))
        && !UTF_8.newEncoder().canEncode(text)) {
      throw new CharacterCodingException();
    }
    return text.getBytes(UTF_8);
  }

  /**
   * What a reader gets of a document that was encoded, without {@code _id} and {@code _rev}.
   *
   * @param bytes what it was encoded to
   */
  ObjectNode readBack(ObjectNode document, byte[] bytes) throws IOException {
    return withoutReserved(asRead(document, 0) instanceof ObjectNode read ? read : decode(bytes));
  }

  /**
   * A copy with the very nodes that the parser would make of what is written.
   *
   * @return null if they cannot be told: of numbers that are written in several ways, of what is no
   *     JSON, and of trees so high that copying them might not end well
   */
  private @Nullable JsonNode asRead(JsonNode node, int level) {
    return switch (node.getNodeType()) {
      case STRING, BOOLEAN, NULL -> node;
      case NUMBER -> numberAsRead(node);
      case ARRAY -> level < MOST_COPIED_LEVELS ? arrayAsRead(node, level + 1) : null;
      case OBJECT -> level < MOST_COPIED_LEVELS ? objectAsRead(node, level + 1) : null;
      case BINARY, MISSING, POJO -> null;
    };
  }

  /** The parser takes the smallest of the types of whole numbers. */
  private @Nullable JsonNode numberAsRead(JsonNode number) {
    if (number.isInt()) {
      return number;
    }
    if (number.isLong()) {
      return number.canConvertToInt()
          ? mapper.getNodeFactory().numberNode(number.intValue())
          : number;
    }
    boolean writtenInOneWay =
        number.isDouble() && Double.isFinite(number.doubleValue()) && number.doubleValue() != 0;
    return writtenInOneWay ? number : null;
  }

  private @Nullable JsonNode arrayAsRead(JsonNode array, int level) {
    ArrayNode copy = mapper.createArrayNode();
    for (JsonNode element : array) {
      JsonNode read = asRead(element, level);
      if (read == null) {
        return null;
      }
      copy.add(read);
    }
    return copy;
  }

  private @Nullable JsonNode objectAsRead(JsonNode object, int level) {
    ObjectNode copy = mapper.createObjectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode read = asRead(field.getValue(), level);
      if (read == null) {
        return null;
      }
      copy.set(field.getKey(), read);
    }
    return copy;
  }

  /**
   * Whether the bytes are the proper beginning of a JSON text: nothing is wrong with them but that
   * they end.
   */
  boolean isBeginning(byte[] bytes) {
    ByteBuffer encoded = ByteBuffer.wrap(bytes);
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    if (UTF_8.newDecoder().decode(encoded, decoded, false).isError()) {
      return false;
    }
    String text = withoutBegunLiteral(decoded.flip().toString());
    // An error of the last character stays where it is; one of the end moves with the end.
    try (JsonParser parser = mapper.createParser(text + "  ")) {
      return endsEarly(parser, text.length());
    }
  }

  /** Looks no further back than a literal is long, because it looks again from every character. */
  private static String withoutBegunLiteral(String text) {
    Matcher begun =
        BEGUN_LITERAL
            .matcher(text)
            .region(Math.max(0, text.length() - 2 * MAX_NUMBER_DIGITS), text.length())
            .useTransparentBounds(true);
    return begun.find() ? text.substring(0, begun.start()) : text;
  }

  private static boolean endsEarly(JsonParser parser, int length) {
    try {
      while (parser.nextToken() != null) {
        // What the tokens say does not matter.
      }
      return length == 0;
    } catch (UnexpectedEndOfInputException e) {
      return true;
    } catch (StreamConstraintsException e) {
      return false;
    } catch (JacksonException e) {
      return parser.currentLocation().getCharOffset() > length;
    }
  }

  ObjectNode newObject() {
    return mapper.createObjectNode();
  }

  /** Leaves only the user's fields. */
  static ObjectNode withoutReserved(ObjectNode document) {
    document.remove(ID);
    document.remove(REVISION);
    return document;
  }

  static boolean isReserved(String field) {
    return field.equals(ID) || field.equals(REVISION);
  }

  private byte[] utf8(String id, ObjectNode whole) {
    BoundedText text = new BoundedText(maxBytes + COUNTED_PAST_THE_LIMIT);
    try {
      writer.writeValue(text, whole);
      return bytes(text.written());
    } catch (CharacterCodingException e) {
      // JavaScript strings may hold half a surrogate pair; such a document is written in escapes.
      return writer.with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(whole);
    } catch (StackOverflowError e) {
      // Trees are written recursively, and an option may allow more levels than a stack has room
      // for.
      throw new InvalidDocumentException(
          id, "is nested too deeply for the stack of this thread; expected fewer levels", e);
    } catch (StreamConstraintsException e) {
      throw new InvalidDocumentException(
          id, "is nested too deeply; expected at most %d levels".formatted(maxDepth), e);
    } catch (JacksonException e) {
      if (text.isFull()) {
        throw new InvalidDocumentException(
            id,
            "takes more than %d bytes; expected at most %d"
                .formatted(maxBytes + COUNTED_PAST_THE_LIMIT, maxBytes),
            e);
      }
      throw new InvalidDocumentException(id, "is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Ends the writing of a document that is too large, because it may be so without any end. */
  private static final class BoundedText extends Writer {
    private final long most;
    private final StringBuilder written = new StringBuilder();
    private boolean full;

    BoundedText(long most) {
      this.most = most;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
      if (written.length() + (long) length > most) {
        full = true;
        throw new IOException("document is too large");
      }
      written.append(chars, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    String written() {
      return written.toString();
    }

    boolean isFull() {
      return full;
    }
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(lines)
        .withArrayIndenter(lines);
  }
}
