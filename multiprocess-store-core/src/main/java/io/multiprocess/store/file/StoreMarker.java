package io.multiprocess.store.file;

import io.multiprocess.store.StoreFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code .store.json} says: {@code {"format": 1, "election": "npm", "ids": "npm"}}. Written by
 * the first writer and never changed. A directory without one was made by npm processes and is read
 * as format 1.
 *
 * @param ids which ids are their own directory names
 */
record StoreMarker(IdProfile ids) {

  static final int FORMAT = 1;

  private static final String ELECTION = "npm";
  private static final long MAX_BYTES = 64 << 10;

  /**
   * Reads a store's marker.
   *
   * @throws StoreFormatException if this version cannot open what it describes
   */
  static Optional<StoreMarker> read(Path file, DocumentCodec codec) throws IOException {
    byte[] bytes;
    try {
      bytes = BoundedFile.read(file, MAX_BYTES).bytes();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (BoundedFile.UnsuitableFileException e) {
      throw new StoreFormatException(
          "%s is not a format marker: %s".formatted(file, e.getMessage()));
    }
    ObjectNode json;
    try {
      json = codec.decode(bytes);
    } catch (IOException e) {
      throw new StoreFormatException(
          "%s is not a format marker: %s".formatted(file, e.getMessage()), e);
    }
    require(file, json, "format", Integer.toString(FORMAT));
    require(file, json, "election", ELECTION);
    String ids = text(json, "ids");
    return Arrays.stream(IdProfile.values())
        .filter(profile -> profile.label().equals(ids))
        .findFirst()
        .map(StoreMarker::new)
        .or(
            () -> {
              throw unsupported(file, "ids", ids, "npm or portable");
            });
  }

  byte[] encode(DocumentCodec codec) {
    ObjectNode json = codec.newObject();
    json.put("format", FORMAT);
    json.put("election", ELECTION);
    json.put("ids", ids.label());
    return codec.encode(json);
  }

  private static void require(Path file, ObjectNode json, String field, String expected) {
    String actual = text(json, field);
    if (!actual.equals(expected)) {
      throw unsupported(file, field, actual, expected);
    }
  }

  private static String text(ObjectNode json, String field) {
    JsonNode value = json.get(field);
    return value == null ? "nothing" : value.asString("a JSON " + value.getNodeType());
  }

  private static StoreFormatException unsupported(
      Path file, String field, String actual, String expected) {
    return new StoreFormatException(
        "Store format of %s is not supported: %s is '%s'; expected %s"
            .formatted(file, field, actual, expected));
  }
}
