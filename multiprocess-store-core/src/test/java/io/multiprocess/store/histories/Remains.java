package io.multiprocess.store.histories;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what lies in a store's directory, without the store. */
final class Remains {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  private Remains() {}

  /** Adds the files of all objects, those in the archive too. */
  static void addTo(Histories histories, Path store) {
    for (Path directory : list(store)) {
      if (!directory.getFileName().toString().startsWith(".")) {
        addObject(histories, directory, false);
      }
    }
    list(store.resolve(".local/archive")).forEach(d -> addObject(histories, d, true));
  }

  private static void addObject(Histories histories, Path directory, boolean archived) {
    ObjectHistory object = histories.of(directory.getFileName().toString());
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      if (Revision.isRevision(name)) {
        Body body = read(object.id(), file, archived);
        if (archived || !object.bodies().containsKey(body.revision())) {
          object.add(body);
        } else {
          throw new IllegalStateException("%s lies there twice".formatted(file));
        }
      }
    }
  }

  private static Body read(String object, Path file, boolean archived) {
    Revision revision = Revision.parse(file.getFileName().toString());
    try {
      byte[] bytes = Files.readAllBytes(file);
      JsonNode json = JSON.readTree(bytes);
      boolean whole =
          json.isObject()
              && (Body.isNpm(revision) || token("mps1", revision, bytes).equals(revision.token()));
      String write = Payload.write(object, json).orElse(HistoryLog.UNPROVEN);
      List<Revision> bases =
          Body.isNpm(revision) ? List.of() : bases(json.path("_rev").asString(""));
      return new Body(revision, archived, whole, write, bases);
    } catch (JacksonException e) {
      return new Body(revision, archived, false, HistoryLog.UNPROVEN, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Revision> bases(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(Revision::isRevision)
        .map(Revision::parse)
        .toList();
  }

  /** The token of a file of this library's, computed a second time. */
  static String token(String domain, Revision revision, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((domain + "\0" + revision.generation() + "\0").getBytes(US_ASCII));
      String hex = HexFormat.of().formatHex(digest.digest(bytes), 0, 16);
      char variant = "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3);
      return hex.substring(0, 12) + '8' + hex.substring(13, 16) + variant + hex.substring(17);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }

  /** What lies in a directory; nothing if there is none. */
  static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
