package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tokens that prove the content of the file they name.
 *
 * <p>The token is the first half of SHA-256 over the domain, NUL, the generation in decimal, NUL,
 * and the file's bytes, in the shape of a UUID of version 8 (RFC 9562, section 5.8). The generation
 * is part of it so that a renamed file does not verify. Other tokens, such as the npm package's
 * random UUIDs of version 4, prove nothing.
 */
enum ContentHash {
  REVISION("mps1"),
  TOMBSTONE("mps1-tombstone");

  private final String domain;

  ContentHash(String domain) {
    this.domain = domain;
  }

  /** The name that the content has at a generation. */
  Revision name(long generation, byte[] content) {
    MessageDigest digest = sha256();
    digest.update(domain.getBytes(US_ASCII));
    digest.update((byte) 0);
    digest.update(Long.toString(generation).getBytes(US_ASCII));
    digest.update((byte) 0);
    byte[] token = new byte[16];
    System.arraycopy(digest.digest(content), 0, token, 0, token.length);
    token[6] = (byte) ((token[6] & 0x0f) | 0x80);
    token[8] = (byte) ((token[8] & 0x3f) | 0x80);
    return new Revision(generation, HexFormat.of().formatHex(token));
  }

  /** Whether the name claims to prove its content. */
  static boolean isProof(Revision name) {
    String token = name.token();
    return token.charAt(12) == '8' && "89ab".indexOf(token.charAt(16)) >= 0;
  }

  /** The first half of a text's SHA-256, in hex. */
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }
}
