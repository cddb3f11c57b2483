package io.multiprocess.store;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of one immutable edit of an object, written {@code <generation>-<token>}.
 *
 * <p>The natural order is the <em>election</em>: the greatest live revision of an object is its
 * winner. It is a strict total order and the one of the npm package {@code multiprocess-store}, so
 * that every process that sees the same names elects the same winner without talking to the others:
 *
 * <ol>
 *   <li>generations compare as numbers;
 *   <li>then tokens from left to right: a digit comes before a letter, letters compare by code, and
 *       runs of digits compare as numbers; of two runs with the same value the one with more
 *       leading zeros comes first.
 * </ol>
 *
 * @param generation how many edits led to this one, 0 for the first; at most {@link
 *     #MAX_GENERATION}
 * @param token 32 lower-case hexadecimal digits
 */
public record Revision(long generation, String token)
    implements Comparable<Revision>, Serializable {

  /** The last generation that JavaScript numbers can count past without standing still. */
  public static final long MAX_GENERATION = (1L << 53) - 2;

  private static final int TOKEN_DIGITS = 32;
  private static final int MOST_DIGITS = 16;
  private static final boolean[] HEX_DIGITS = hexDigits();

  /** Checks both parts. */
  public Revision {
    Objects.requireNonNull(token, "token");
    if (generation < 0 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException(
          "Generation %d is out of range; expected 0 to %d".formatted(generation, MAX_GENERATION));
    }
    if (token.length() != TOKEN_DIGITS || !isHex(token, 0)) {
      throw new IllegalArgumentException(
          "'%s' is not a token; expected 32 lower-case hex digits".formatted(token));
    }
  }

  /**
   * Reads a revision from its name.
   *
   * @throws IllegalArgumentException if the text is anything but a revision's exact name
   */
  public static Revision parse(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not a revision; expected <generation>-<32 hex digits>"
                        .formatted(name)));
  }

  /** Reads a revision from its name; empty if the text is not exactly that of one. */
  public static Optional<Revision> find(String name) {
    int dash = name.length() - TOKEN_DIGITS - 1;
    if (dash <= 0 || name.charAt(dash) != '-' || !isHex(name, dash + 1)) {
      return Optional.empty();
    }
    long generation = generation(name, dash);
    return generation < 0
        ? Optional.empty()
        : Optional.of(new Revision(generation, name.substring(dash + 1)));
  }

  /** Whether the text is exactly a revision's name, so that {@link #parse} accepts it. */
  public static boolean isRevision(String name) {
    return find(name).isPresent();
  }

  /** The number that ends at an index, or -1 if it is none, too great, or has leading zeros. */
  private static long generation(String name, int end) {
    if (end > MOST_DIGITS || (end > 1 && name.charAt(0) == '0')) {
      return -1;
    }
    long generation = 0;
    for (int i = 0; i < end; i++) {
      if (!isDigit(name.charAt(i))) {
        return -1;
      }
      generation = 10 * generation + name.charAt(i) - '0';
    }
    return generation <= MAX_GENERATION ? generation : -1;
  }

  /** Whether all from an index on are digits; in a table, for no processor foresees the next. */
  private static boolean isHex(String text, int from) {
    boolean all = true;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      all &= c < HEX_DIGITS.length && HEX_DIGITS[c];
    }
    return all;
  }

  private static boolean[] hexDigits() {
    boolean[] digits = new boolean[128];
    "0123456789abcdef".chars().forEach(c -> digits[c] = true);
    return digits;
  }

  @Override
  public int compareTo(Revision other) {
    int byGeneration = Long.compare(generation, other.generation);
    return byGeneration != 0 ? byGeneration : compareTokens(token, other.token);
  }

  /** The name: {@code <generation>-<token>}. */
  @Override
  public String toString() {
    return generation + "-" + token;
  }

  private static int compareTokens(String left, String right) {
    int l = 0;
    int r = 0;
    while (l < left.length() && r < right.length()) {
      boolean leftDigit = isDigit(left.charAt(l));
      boolean rightDigit = isDigit(right.charAt(r));
      if (leftDigit != rightDigit) {
        return leftDigit ? -1 : 1;
      }
      int leftEnd = leftDigit ? endOfDigits(left, l) : l + 1;
      int rightEnd = rightDigit ? endOfDigits(right, r) : r + 1;
      int compared =
          leftDigit
              ? compareDigits(left, l, leftEnd, right, r, rightEnd)
              : Character.compare(left.charAt(l), right.charAt(r));
      if (compared != 0) {
        return compared;
      }
      l = leftEnd;
      r = rightEnd;
    }
    return 0;
  }

  private static int compareDigits(
      String left, int leftFrom, int leftEnd, String right, int rightFrom, int rightEnd) {
    int l = endOfZeros(left, leftFrom, leftEnd);
    int r = endOfZeros(right, rightFrom, rightEnd);
    if (leftEnd - l != rightEnd - r) {
      return Integer.compare(leftEnd - l, rightEnd - r);
    }
    int leadingZeros = Integer.compare(r - rightFrom, l - leftFrom);
    for (; l < leftEnd; l++, r++) {
      int compared = Character.compare(left.charAt(l), right.charAt(r));
      if (compared != 0) {
        return compared;
      }
    }
    return leadingZeros;
  }

  private static int endOfZeros(String text, int from, int end) {
    int zeros = from;
    while (zeros < end && text.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
