package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTests {

  private static final int TRIALS = 1_000_000;
  private static final String TOKEN = "5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6";
  private static final long GREATEST = (1L << 53) - 2;

  /** Few letters, many zeros and digits: the tokens that a wrong order stumbles over. */
  private static final String[] ALPHABETS = {"0a", "01a", "0019af", "0123456789abcdef", "0"};

  private final Random random = new Random(20260818);

  @Test
  void orderIsAntisymmetricAndTotal() {
    for (int i = 0; i < TRIALS; i++) {
      Revision left = randomRevision();
      Revision right = randomRevision();
      int forth = Integer.signum(left.compareTo(right));
      int back = Integer.signum(right.compareTo(left));

      if (forth != -back || (forth == 0) != left.equals(right)) {
        throw new AssertionError("%s against %s: %d and %d".formatted(left, right, forth, back));
      }
    }
  }

  @Test
  void orderIsTransitive() {
    for (int i = 0; i < TRIALS; i++) {
      Revision low = randomRevision();
      Revision middle = randomRevision();
      Revision high = randomRevision();

      if (low.compareTo(middle) < 0 && middle.compareTo(high) < 0 && low.compareTo(high) >= 0) {
        throw new AssertionError("%s < %s < %s".formatted(low, middle, high));
      }
    }
  }

  @Test
  void higherGenerationWinsWhateverTheToken() {
    assertThat(new Revision(10, "0".repeat(32)))
        .isGreaterThan(new Revision(9, "f".repeat(32)))
        .isLessThan(new Revision(11, "0".repeat(32)));
  }

  @Test
  void parseAndToStringAreInverse() {
    for (int i = 0; i < 10_000; i++) {
      Revision revision = randomRevision();

      assertThat(Revision.parse(revision.toString())).isEqualTo(revision);
    }
  }

  @Test
  void generationsReachAsFarAsJavaScriptCounts() {
    assertThat(Revision.parse("9007199254740990-" + TOKEN).generation())
        .isEqualTo(GREATEST)
        .isEqualTo(Revision.MAX_GENERATION);
    assertThat(Revision.isRevision("9007199254740991-" + TOKEN)).isFalse();
    assertThat(Revision.isRevision("9999999999999999-" + TOKEN)).isFalse();
    assertThat(Revision.isRevision("10000000000000000-" + TOKEN)).isFalse();
    assertThat(Revision.isRevision("99999999999999999999999-" + TOKEN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "0",
        "0-",
        "-1-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
        "00-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
        "01-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
        "0-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f",
        "0-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f66",
        "0-5F0C8E7A1B2C8D3E9F40A1B2C3D4E5F6",
        "0-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6\n",
        " 0-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
        "0_5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
        "٥-5f0c8e7a1b2c8d3e9f40a1b2c3d4e5f6",
      })
  void nearMissesAreNotRevisions(String name) {
    assertThat(Revision.isRevision(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Revision.parse(name))
        .withMessage("'%s' is not a revision; expected <generation>-<32 hex digits>", name);
  }

  @Test
  void constructorChecksBothParts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Revision(-1, TOKEN))
        .withMessage("Generation -1 is out of range; expected 0 to 9007199254740990");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Revision(GREATEST + 1, TOKEN))
        .withMessage("Generation 9007199254740991 is out of range; expected 0 to 9007199254740990");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Revision(0, "7x"))
        .withMessage("'7x' is not a token; expected 32 lower-case hex digits");
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without null checks do
  void tokenIsNotNull() {
    assertThatNullPointerException().isThrownBy(() -> new Revision(0, null)).withMessage("token");
  }

  private Revision randomRevision() {
    String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
    StringBuilder token = new StringBuilder(32);
    int tail = random.nextInt(32);
    for (int i = 0; i < 32; i++) {
      String letters = i < tail ? "01a" : alphabet;
      token.append(letters.charAt(random.nextInt(letters.length())));
    }
    return new Revision(random.nextInt(3), token.toString());
  }
}
