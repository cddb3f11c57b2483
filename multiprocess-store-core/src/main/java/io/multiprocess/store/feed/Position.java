package io.multiprocess.store.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far an observer has been told: everything up to a number in an index. Written {@code
 * <index>.<number>}.
 *
 * @param index name of the index
 * @param number the last change that was told
 */
public record Position(String index, long number) {

  private static final Pattern TEXT = Pattern.compile("([0-9a-z-]{1,80})\\.([0-9a-z]{1,12})");
  private static final int RADIX = 36;

  /**
   * Reads a position.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Position parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a position of a changes feed; expected one that a feed gave"
              .formatted(text));
    }
    return new Position(matcher.group(1), Long.parseLong(matcher.group(2), RADIX));
  }

  /** Whether a name can be that of an index. */
  public static boolean isIndex(String name) {
    return TEXT.matcher(name + ".0").matches();
  }

  @Override
  public String toString() {
    return index + "." + Long.toString(number, RADIX);
  }
}
