package io.multiprocess.store.web;

import io.multiprocess.store.Revision;
import java.util.Optional;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/**
 * The {@code If-Match} of a request (RFC 9110, 13.1.1): what the client saw of an object it is
 * about to change.
 *
 * <p>It is used in one of two ways. {@link #base()} is what an edit started from, for {@code
 * update} to decide what becomes of a stale one. {@link #check} refuses the request with 412 unless
 * the client saw what stands there now; it alone cannot keep out an edit that is published
 * meanwhile, so that the update should still name its base.
 */
public final class IfMatch {

  private final EntityTags tags;

  private IfMatch(EntityTags tags) {
    this.tags = tags;
  }

  /**
   * The precondition of a request, if it has one.
   *
   * @throws ErrorResponseException with 400 if the header cannot be understood
   */
  public static Optional<IfMatch> of(HttpHeaders headers) {
    return EntityTags.of(headers, HttpHeaders.IF_MATCH).map(IfMatch::new);
  }

  /**
   * The precondition of a request that has to have one.
   *
   * @throws ErrorResponseException with 428 if there is none, with 400 if it cannot be understood
   */
  public static IfMatch required(HttpHeaders headers) {
    return of(headers)
        .orElseThrow(
            () ->
                StoreProblem.PRECONDITION_REQUIRED.exception(
                    "Request has no If-Match; expected the entity tag of what it changes"));
  }

  /** Whether it is {@code *}: the object has to exist, whichever revision it has. */
  public boolean isAny() {
    return tags.any();
  }

  /** Whether it holds of an object with this winner. Weak tags never match. */
  public boolean matches(Revision winner) {
    return tags.matchStrongly(winner);
  }

  /**
   * Goes on only if this holds.
   *
   * @param winner what stands there now; empty if there is no object
   * @throws ErrorResponseException with 412 if it does not
   */
  public void check(Optional<Revision> winner) {
    if (winner.filter(this::matches).isEmpty()) {
      throw failed(winner.map(Revision::toString).orElse("nothing"));
    }
  }

  /**
   * The one revision that the client saw.
   *
   * @throws ErrorResponseException with 400 if this is {@code *} or several tags, with 412 if it is
   *     a weak one or no revision, which no object ever has
   */
  public Revision base() {
    if (tags.tags().size() != 1) {
      throw StoreProblem.INVALID_PRECONDITION.exception(
          "If-Match is '%s'; expected the entity tag of the one revision that the edit started from"
              .formatted(tags));
    }
    ETag tag = tags.tags().get(0);
    if (tag.weak() || !Revision.isRevision(tag.tag())) {
      throw failed("no such revision");
    }
    return Revision.parse(tag.tag());
  }

  private ErrorResponseException failed(String found) {
    return StoreProblem.PRECONDITION_FAILED.exception(
        "If-Match is '%s'; found %s".formatted(tags, found));
  }
}
