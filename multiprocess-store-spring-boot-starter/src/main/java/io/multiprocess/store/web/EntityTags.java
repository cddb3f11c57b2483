package io.multiprocess.store.web;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1): a list of entity tags,
 * or {@code *} for any. A revision without its quotes, as people type it, is taken for its tag.
 *
 * @param header name of the header
 * @param any whether it is {@code *}
 * @param tags the list
 */
record EntityTags(String header, boolean any, List<ETag> tags) {

  private static final Pattern TAG =
      Pattern.compile(
          "\\G[\\s,]*(?:(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"|([0-9]+-[0-9a-f]{32}))\\s*(?=,|$)");

  private static final Pattern REST = Pattern.compile("[\\s,]*");

  /**
   * Reads a header, if it is there.
   *
   * @throws org.springframework.web.ErrorResponseException with 400 if it cannot be understood
   */
  static Optional<EntityTags> of(HttpHeaders headers, String header) {
    List<String> lines = headers.getOrEmpty(header);
    return lines.isEmpty() ? Optional.empty() : Optional.of(parse(header, String.join(",", lines)));
  }

  private static EntityTags parse(String header, String value) {
    if (value.strip().equals("*")) {
      return new EntityTags(header, true, List.of());
    }
    List<ETag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    int end = 0;
    while (matcher.find()) {
      String bare = matcher.group(3);
      tags.add(new ETag(bare != null ? bare : matcher.group(2), matcher.group(1) != null));
      end = matcher.end();
    }
    if (tags.isEmpty() || !REST.matcher(value.substring(end)).matches()) {
      throw StoreProblem.INVALID_PRECONDITION.exception(
          "%s is '%s'; expected * or entity tags in double quotes, separated by commas"
              .formatted(header, value));
    }
    return new EntityTags(header, false, List.copyOf(tags));
  }

  /** Whether a revision's tag is among these by strong comparison, to which weak ones are none. */
  boolean matchStrongly(Revision revision) {
    return any || tags.stream().anyMatch(tag -> !tag.weak() && names(tag, revision));
  }

  /** Whether a revision's tag is among these, weak or not. */
  boolean matchWeakly(Revision revision) {
    return any || tags.stream().anyMatch(tag -> names(tag, revision));
  }

  private static boolean names(ETag tag, Revision revision) {
    return tag.tag().equals(revision.toString());
  }

  /** The value as it would be sent. */
  @Override
  public String toString() {
    return any ? "*" : String.join(", ", tags.stream().map(ETag::formattedTag).toList());
  }
}
