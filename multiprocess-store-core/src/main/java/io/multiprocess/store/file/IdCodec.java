package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.InvalidIdException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids as directory names and back.
 *
 * <p>A <em>plain</em> id is its own name. Any other is written {@code %_} and its UTF-8 bytes, of
 * which all but {@code A-Z a-z 0-9 - _ @ + = , ~} and inner dots are {@code %HH}. A name reads back
 * as the id that is written so, and otherwise, when an npm process made it, as itself. Every id has
 * one name, no two ids share one, and no name leads out of the store.
 */
final class IdCodec {

  /** What Linux, macOS and Windows file systems allow for one name. */
  private static final int MAX_NAME_BYTES = 255;

  /** Far more than fits; what a longer id would need is not even counted. */
  private static final int MAX_ID_CHARS = 1 << 12;

  private static final String ENCODED = "%_";

  /** The npm package cuts this off the front of an id, so such an id cannot be its own name. */
  private static final String CUT_BY_NPM = "A-Za-z0-9";

  private static final Pattern WINDOWS_DEVICE =
      Pattern.compile(
          "(?i)(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\\..*)?");

  /** Before their end, or their first dot. */
  private static final int LONGEST_DEVICE = 4;

  private final IdProfile profile;

  IdCodec(IdProfile profile) {
    this.profile = profile;
  }

  IdProfile profile() {
    return profile;
  }

  /**
   * The directory name of an id.
   *
   * @throws InvalidIdException if the id is empty, not Unicode text, or too long
   */
  String encode(String id) {
    String name = name(id, profile);
    if (!fits(name)) {
      throw new InvalidIdException(
          id,
          "needs a directory name of %d bytes; expected at most %d"
              .formatted(name.getBytes(UTF_8).length, MAX_NAME_BYTES));
    }
    return name;
  }

  /** Whether the id is its own name whoever stores it. */
  static boolean isPlain(String id) {
    return isSimple(id)
        || (!id.isEmpty()
            && id.length() <= MAX_NAME_BYTES
            && utf8(id).length <= MAX_NAME_BYTES
            && isPlain(id, IdProfile.PORTABLE));
  }

  /**
   * Whether the id is plain because no rule can concern it, as with most ids, and a file name in
   * whatever locale Java runs.
   */
  static boolean isSimple(String id) {
    int length = id.length();
    int dot = id.indexOf('.');
    int stem = dot < 0 ? length : dot;
    if (stem <= LONGEST_DEVICE
        || length > MAX_NAME_BYTES
        || id.charAt(0) == '~'
        || id.charAt(length - 1) == '.'
        || id.startsWith(CUT_BY_NPM)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isUnreserved(id.charAt(i)) && id.charAt(i) != '.') {
        return false;
      }
    }
    return true;
  }

  /**
   * The names under which the id may lie, the one this store would give it first unless that is too
   * long. The others are those of the other profile and of an npm process that used the id as it
   * is, which may be short enough then.
   *
   * @throws InvalidIdException if the id is empty, not Unicode text, or too long for any name
   */
  List<String> candidates(String id) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name(id, profile));
    if (isSafeName(id) && decode(id).equals(id)) {
      names.add(id);
    }
    for (IdProfile other : IdProfile.values()) {
      names.add(name(id, other));
    }
    return names.stream().filter(IdCodec::fits).toList();
  }

  /** The id of a directory name. */
  static String decode(String name) {
    if (!name.startsWith(ENCODED)) {
      return name;
    }
    return percentDecoded(name.substring(ENCODED.length()))
        .filter(id -> !id.isEmpty() && !isPlain(id, IdProfile.PORTABLE))
        .filter(id -> percentEncoded(utf8(id)).equals(name))
        .orElse(name);
  }

  private static String name(String id, IdProfile profile) {
    if (id.isEmpty()) {
      throw new InvalidIdException(id, "is empty; expected at least one character");
    }
    if (id.length() > MAX_ID_CHARS) {
      throw new InvalidIdException(
          id,
          "has %d characters; expected a directory name of at most %d bytes"
              .formatted(id.length(), MAX_NAME_BYTES));
    }
    byte[] utf8 = utf8(id);
    return isPlain(id, profile) ? id : percentEncoded(utf8);
  }

  private static boolean fits(String name) {
    return name.length() <= MAX_NAME_BYTES && name.getBytes(UTF_8).length <= MAX_NAME_BYTES;
  }

  private static byte[] utf8(String id) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(id));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InvalidIdException(id, "has an unpaired surrogate; expected Unicode text");
    }
  }

  /** Whether the text can be one visible entry of a directory on POSIX systems. */
  private static boolean isSafeName(String name) {
    return fits(name)
        && !name.startsWith(".")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && (profileSeparatorIsSlash() || name.indexOf('\\') < 0);
  }

  private static boolean profileSeparatorIsSlash() {
    return java.io.File.separatorChar == '/';
  }

  private static boolean isPlain(String id, IdProfile profile) {
    if (id.startsWith(".")
        || id.startsWith(ENCODED)
        || id.startsWith(CUT_BY_NPM)
        || id.chars().anyMatch(c -> c == '/' || Character.isISOControl(c))) {
      return false;
    }
    return profile == IdProfile.NPM || isPortable(id);
  }

  private static boolean isPortable(String id) {
    char last = id.charAt(id.length() - 1);
    return id.chars().noneMatch(c -> "\\:*?\"<>|".indexOf(c) >= 0)
        && !id.startsWith(" ")
        && last != '.'
        && last != ' '
        && !WINDOWS_DEVICE.matcher(id).matches()
        && !id.toLowerCase(Locale.ROOT).startsWith("~syncthing~")
        && Normalizer.isNormalized(id, Normalizer.Form.NFC);
  }

  private static String percentEncoded(byte[] bytes) {
    StringBuilder name = new StringBuilder(ENCODED);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean innerDot = c == '.' && i > 0 && i < bytes.length - 1;
      if (isUnreserved(c) || innerDot) {
        name.append(c);
      } else {
        name.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
      }
    }
    return name.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '@'
        || c == '+'
        || c == '='
        || c == ','
        || c == '~';
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  private static Optional<String> percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        if (c > 0x7f) {
          return Optional.empty();
        }
        bytes.write(c);
      } else if (i + 2 < text.length()
          && Character.digit(text.charAt(i + 1), 16) >= 0
          && Character.digit(text.charAt(i + 2), 16) >= 0) {
        bytes.write(
            (Character.digit(text.charAt(i + 1), 16) << 4)
                | Character.digit(text.charAt(i + 2), 16));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
