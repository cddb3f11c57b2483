package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidIdException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdCodecTests {

  private static final Pattern WINDOWS_UNSAFE =
      Pattern.compile(
          "(?i).*[\\\\:*?\"<>|].*|.*[ .]| .*|(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private final IdCodec npm = new IdCodec(IdProfile.NPM);
  private final IdCodec portable = new IdCodec(IdProfile.PORTABLE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice@example.com",
        "100%",
        "a%2Fb",
        "日本語",
        "a b",
        "O'Brien",
        "😀",
        "_",
        "%"
      })
  void ordinaryIdsAreTheirOwnNames(String id) {
    assertThat(npm.encode(id)).isEqualTo(id);
    assertThat(portable.encode(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "../escape, %_%2E.%2Fescape",
    "a/b, %_a%2Fb",
    "., %_%2E",
    ".., %_%2E%2E",
    ".hidden, %_%2Ehidden",
    "%_x, %_%25_x",
    "A-Za-z0-9foo, %_A-Za-z0-9foo",
    "/etc/passwd, %_%2Fetc%2Fpasswd",
    "a.b/c, %_a.b%2Fc"
  })
  void idsThatAreNoSafeNamesAreEncoded(String id, String name) {
    assertThat(npm.encode(id)).isEqualTo(name);
    assertThat(portable.encode(id)).isEqualTo(name);
    assertThat(IdCodec.decode(name)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:isbn:1",
        "a\\b",
        "what?",
        "a*",
        "<b>",
        "a|b",
        "\"q\"",
        "CON",
        "nul.txt",
        "com1",
        "COM¹",
        "trailing.",
        "trailing ",
        " leading",
        "~syncthing~x",
        "e\u0301"
      })
  void portableNamesAvoidWhatOtherSystemsRefuse(String id) {
    assertThat(npm.encode(id)).isEqualTo(id);
    assertThat(portable.encode(id)).startsWith("%_").doesNotMatch(WINDOWS_UNSAFE);
    assertThat(IdCodec.decode(portable.encode(id))).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource(IdProfile.class)
  void everyIdHasOneSafeNameThatLeadsBack(IdProfile profile) {
    IdCodec codec = new IdCodec(profile);
    Random random = new Random(20261122);
    Map<String, String> idOfName = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      String id = randomId(random);
      String name = codec.encode(id);
      assertThat(IdCodec.decode(name)).isEqualTo(id);
      assertThat(name).doesNotContain("/").doesNotContain("\0").doesNotStartWith(".").isNotEmpty();
      if (profile == IdProfile.PORTABLE) {
        assertThat(name).doesNotMatch(WINDOWS_UNSAFE);
      }
      String other = idOfName.putIfAbsent(name, id);
      assertThat(other == null || other.equals(id)).isTrue();
    }
  }

  private static String randomId(Random random) {
    String nasty = "aB9./\\:%_ -~@\u0001\u007f\u0000é\u0301ł日😀*?\"<>|NULcon";
    StringBuilder id = new StringBuilder();
    for (int length = 1 + random.nextInt(12); length > 0; length--) {
      int offset = random.nextInt(nasty.length());
      int start = Character.isLowSurrogate(nasty.charAt(offset)) ? offset - 1 : offset;
      id.appendCodePoint(nasty.codePointAt(start));
    }
    return id.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%_", "%_%2", "%_%zz", "%_%2f", "%_%41", "%_ü", "%_%FF", "plain", "%x"})
  void namesThatNoIdIsWrittenAsAreIdsThemselves(String name) {
    assertThat(IdCodec.decode(name)).isEqualTo(name);
  }

  @Test
  void nameThatNpmMadeIsFoundByItsOwnId() {
    assertThat(npm.candidates("%_raw")).containsExactly("%_%25_raw", "%_raw");
    assertThat(portable.candidates("urn:isbn:1")).contains("%_urn%3Aisbn%3A1", "urn:isbn:1");
    assertThat(npm.candidates("urn:isbn:1")).startsWith("urn:isbn:1");
    assertThat(npm.candidates("alice")).containsExactly("alice");
    assertThat(npm.candidates("../x")).containsExactly("%_%2E.%2Fx");
  }

  @Test
  void idsThatNoNameCanHoldAreRefused() {
    assertThatThrownBy(() -> npm.encode(""))
        .isInstanceOf(InvalidIdException.class)
        .hasMessage("Id '' is empty; expected at least one character");
    assertThatThrownBy(() -> npm.encode("\ud800x"))
        .isInstanceOf(InvalidIdException.class)
        .hasMessage("Id '\\uD800x' has an unpaired surrogate; expected Unicode text");
    assertThatThrownBy(() -> npm.encode("é".repeat(128)))
        .isInstanceOf(InvalidIdException.class)
        .hasMessageEndingWith("needs a directory name of 256 bytes; expected at most 255");
  }

  @Test
  void idOf255BytesFits() {
    String id = "x".repeat(255);

    assertThat(npm.encode(id).getBytes(UTF_8)).hasSize(255);
  }
}
