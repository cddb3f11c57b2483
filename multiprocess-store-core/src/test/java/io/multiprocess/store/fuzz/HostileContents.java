package io.multiprocess.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Bytes that no store wrote, and names that prove them all the same. */
final class HostileContents {

  private static final int LONG = 200_000;

  private static final List<Function<Random, byte[]>> KINDS =
      List.of(
          random -> new byte[0],
          random -> bytes("null"),
          random -> bytes("[1,{\"n\":2}]"),
          random -> bytes("\"text\""),
          random -> bytes("{\"n\":NaN,\"m\":Infinity}"),
          random -> bytes("{\"n\":1e999999999,\"m\":-1E-999999999,\"i\":[1e2147483647]}"),
          random -> bytes("{\"n\":1e99999999999999999999}"),
          random -> bytes("{\"n\":" + "9".repeat(1 + random.nextInt(1_000)) + "e-2147483647}"),
          random -> bytes("{\"n\":" + "9".repeat(1_000 + random.nextInt(LONG)) + "}"),
          random -> bytes("{\"n\":0." + "0".repeat(900) + "1e-99999}"),
          random -> bytes("{\"k\":1,\"k\":2,\"_id\":\"x\",\"_id\":\"../../x\",\"_rev\":{}}"),
          random -> bytes("\ufeff{\"n\":1}"),
          random -> "{\"n\":1}".getBytes(UTF_16),
          random -> new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
          random ->
              new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
          random -> bytes("{\"\\ud83d\":\"\\udc00\",\"\\u0000\":\"\\u0000\"}"),
          random -> bytes("{\"a\":\"\u0000\"}"),
          random -> bytes("{\"__proto__\":{\"x\":1},\"\":\"\",\"constructor\":null}"),
          random -> nested("{\"d\":", "}", 1 + random.nextInt(LONG / 4)),
          random -> nested("[", "]", 1 + random.nextInt(LONG)),
          random -> bytes("{\"d\":" + "[".repeat(LONG)),
          random -> bytes("{\"" + "x".repeat(LONG) + "\":1}"),
          random -> bytes("{\"n\":[" + "[],".repeat(LONG / 10) + "0]}"),
          random -> manyFields(random),
          random -> bytes("{\"_rev\":\"" + " ".repeat(LONG) + "\"}"),
          HostileContents::manyBases,
          HostileContents::tombstone,
          HostileContents::tombstone,
          HostileContents::mutated,
          HostileContents::mutated,
          random -> {
            byte[] noise = new byte[random.nextInt(5_000)];
            random.nextBytes(noise);
            return noise;
          });

  private HostileContents() {}

  /** Any of them. */
  static byte[] any(Random random) {
    return KINDS.get(random.nextInt(KINDS.size())).apply(random);
  }

  /** A revision that may have been made from any of a few others. */
  static byte[] revisionOf(List<Revision> bases, Random random) {
    StringBuilder ancestry = new StringBuilder();
    for (Revision base : bases) {
      ancestry.append(base).append(' ');
    }
    return bytes(
        "{\"n\":%d,\"_rev\":\"%s~%d\"}".formatted(random.nextInt(), ancestry, random.nextInt()));
  }

  /** A tombstone of given revisions, each made from any of them, in a circle for example. */
  static byte[] tombstoneOf(List<Revision> dead, Random random) {
    StringBuilder json = new StringBuilder("{\"kind\":\"delete\",\"revisions\":{");
    for (int i = 0; i < dead.size(); i++) {
      Revision base = dead.get((i + random.nextInt(3)) % dead.size());
      json.append(i == 0 ? "" : ",").append('"').append(dead.get(i)).append("\":[\"");
      json.append(base).append("\"]");
    }
    return bytes(json.append("}}").toString());
  }

  /** The name under which a revision's content verifies. */
  static Revision provenName(long generation, byte[] content) {
    return name("mps1", generation, content);
  }

  /** The name under which a tombstone's content verifies. */
  static Revision tombstoneName(long generation, byte[] content) {
    return name("mps1-tombstone", generation, content);
  }

  /** A name as npm makes it, now and then one of the last generations there can be. */
  static Revision npmName(Random random) {
    long generation =
        switch (random.nextInt(8)) {
          case 0 -> Revision.MAX_GENERATION - random.nextInt(3);
          case 1 -> random.nextInt(1_000_000);
          default -> random.nextInt(6);
        };
    byte[] token = new byte[16];
    random.nextBytes(token);
    token[6] = (byte) ((token[6] & 0x0f) | 0x40);
    return new Revision(generation, HexFormat.of().formatHex(token));
  }

  /** The first half of a text's digest, as claims carry it. */
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(bytes(text)), 0, 16);
  }

  private static Revision name(String domain, long generation, byte[] content) {
    MessageDigest digest = sha256();
    digest.update(bytes(domain + "\0" + generation + "\0"));
    byte[] hash = digest.digest(content);
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    return new Revision(generation, HexFormat.of().formatHex(hash, 0, 16));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] nested(String open, String close, int depth) {
    return bytes(open.repeat(depth) + "1" + close.repeat(depth));
  }

  private static byte[] manyFields(Random random) {
    StringBuilder json = new StringBuilder("{\"f\":0");
    for (int i = random.nextInt(20_000); i > 0; i--) {
      json.append(",\"").append(Integer.toString(i, 36)).append("\":").append(i);
    }
    return bytes(json.append('}').toString());
  }

  private static byte[] manyBases(Random random) {
    StringBuilder json = new StringBuilder("{\"_rev\":\"");
    for (int i = random.nextInt(25_000); i > 0; i--) {
      json.append(new Revision(i, "833f0fbe0c424fd390e7a5b55c35aee3")).append(' ');
    }
    return bytes(json.append("~0\"}").toString());
  }

  private static byte[] tombstone(Random random) {
    String revision = npmName(random).toString();
    return bytes(
        List.of(
                "{\"kind\":\"delete\",\"revisions\":{\"%s\":null}}",
                "{\"kind\":\"delete\",\"revisions\":{\"%s\":[\"%s\"]}}",
                "{\"kind\":\"delete\",\"revisions\":{\"%s\":\"%s\"}}",
                "{\"kind\":\"delete\",\"revisions\":{\"%s\":[[],{},1]}}",
                "{\"kind\":[],\"revisions\":{\"%s\":null}}",
                "{\"kind\":\"delete\",\"revisions\":[\"%s\"]}",
                "{\"kind\":\"delete\",\"revisions\":{}}",
                "{\"kind\":\"settle\",\"revisions\":{\"%s\":[]},\"evidence\":{\"%s\":\"../x\"}}",
                "{\"kind\":\"settle\",\"revisions\":{\"%s\":[]},\"evidence\":{\"x\":{}}}")
            .get(random.nextInt(9))
            .replace("%s", revision));
  }

  private static byte[] mutated(Random random) {
    byte[] whole = tombstone(random);
    ByteArrayOutputStream mutant = new ByteArrayOutputStream();
    for (byte b : whole) {
      switch (random.nextInt(40)) {
        case 0 -> {}
        case 1 -> mutant.write(random.nextInt(256));
        case 2 -> {
          mutant.write(b);
          mutant.write(b);
        }
        default -> mutant.write(b);
      }
    }
    return mutant.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
