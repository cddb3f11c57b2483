package io.multiprocess.store.web;

import io.multiprocess.store.Revision;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/**
 * The {@code If-None-Match} of a request (RFC 9110, 13.1.2): what the client knows already, or with
 * {@code *}, that there must not be an object yet.
 */
public final class IfNoneMatch {

  private final EntityTags tags;

  private IfNoneMatch(EntityTags tags) {
    this.tags = tags;
  }

  /**
   * The precondition of a request, if it has one.
   *
   * @throws ErrorResponseException with 400 if the header cannot be understood
   */
  public static Optional<IfNoneMatch> of(HttpHeaders headers) {
    return EntityTags.of(headers, HttpHeaders.IF_NONE_MATCH).map(IfNoneMatch::new);
  }

  /** Whether it is {@code *}: there must be no object. */
  public boolean isAny() {
    return tags.any();
  }

  /** Whether the client knows this revision, so that a GET is to be answered with 304. */
  public boolean matches(Revision winner) {
    return tags.matchWeakly(winner);
  }

  /**
   * Goes on with a request that changes something, only if this holds.
   *
   * @param winner what stands there now; empty if there is no object
   * @throws ErrorResponseException with 412 if it does not
   */
  public void check(Optional<Revision> winner) {
    if (winner.filter(this::matches).isPresent()) {
      throw StoreProblem.PRECONDITION_FAILED.exception(
          "If-None-Match is '%s'; found %s".formatted(tags, winner.get()));
    }
  }
}
