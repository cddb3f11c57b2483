package io.multiprocess.store.query;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/** Matching of text. */
final class Text {

  private static final char ESCAPE = '\\';

  private Text() {}

  /**
   * Text as it is compared when case is ignored: character by character, as {@link
   * String#equalsIgnoreCase} does it, and the same in every language.
   */
  static String folded(String text) {
    return text.codePoints()
        .map(character -> Character.toLowerCase(Character.toUpperCase(character)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * What a pattern of {@code like} stands for: {@code %} for any characters, {@code _} for one, and
   * a backslash for the character that follows it.
   */
  static Pattern like(String pattern) {
    StringBuilder expression = new StringBuilder();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char character = pattern.charAt(i);
      if (character == '%' || character == '_') {
        expression.append(Pattern.quote(literal.toString()));
        expression.append(character == '%' ? ".*" : ".");
        literal.setLength(0);
      } else if (character == ESCAPE && i + 1 < pattern.length()) {
        i++;
        literal.append(pattern.charAt(i));
      } else {
        literal.append(character);
      }
    }
    expression.append(Pattern.quote(literal.toString()));
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  /**
   * The regular expression that an argument is.
   *
   * @throws InvalidDataAccessApiUsageException if it is none
   */
  static Pattern regex(Object argument, boolean ignoreCase) {
    int ignoring = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      return argument instanceof Pattern pattern
          ? Pattern.compile(pattern.pattern(), pattern.flags() | ignoring)
          : Pattern.compile(argument.toString(), ignoring);
    } catch (PatternSyntaxException e) {
      throw new InvalidDataAccessApiUsageException(
          "'%s' is not a regular expression: %s".formatted(argument, e.getDescription()), e);
    }
  }
}
