package io.multiprocess.store.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/** {@code If-Match} and {@code If-None-Match} over revisions. */
class PreconditionTests {

  private static final Revision FIRST = Revision.parse("0-" + "a".repeat(32));
  private static final Revision SECOND = Revision.parse("1-" + "b".repeat(32));
  private static final String FIRST_TAG = "\"" + FIRST + "\"";
  private static final String SECOND_TAG = "\"" + SECOND + "\"";

  private static HttpHeaders ifMatch(String... lines) {
    return headers(HttpHeaders.IF_MATCH, lines);
  }

  private static HttpHeaders ifNoneMatch(String... lines) {
    return headers(HttpHeaders.IF_NONE_MATCH, lines);
  }

  private static HttpHeaders headers(String name, String... lines) {
    HttpHeaders headers = new HttpHeaders();
    for (String line : lines) {
      headers.add(name, line);
    }
    return headers;
  }

  private static void refused(int status, ThrowingCallable request) {
    assertThatExceptionOfType(ErrorResponseException.class)
        .isThrownBy(request)
        .satisfies(
            refusal -> {
              assertThat(refusal.getStatusCode().value()).isEqualTo(status);
              assertThat(refusal.getBody().getType())
                  .asString()
                  .startsWith("urn:multiprocess-store:");
            });
  }

  @Test
  void aRevisionIsItsEntityTag() {
    assertThat(RevisionETag.of(FIRST)).isEqualTo(FIRST_TAG);
    assertThat(RevisionETag.of(new Versioned<>("alice", FIRST, "x"))).isEqualTo(FIRST_TAG);
  }

  @Test
  void ifMatchHoldsOfTheRevisionsItLists() {
    IfMatch both = IfMatch.required(ifMatch("\"x\", " + FIRST_TAG, SECOND_TAG));

    assertThat(both.matches(FIRST)).isTrue();
    assertThat(both.matches(SECOND)).isTrue();
    assertThat(IfMatch.required(ifMatch(FIRST_TAG)).matches(SECOND)).isFalse();
  }

  @Test
  void ifMatchOfAnythingNeedsAnObject() {
    IfMatch any = IfMatch.required(ifMatch("*"));

    assertThat(any.isAny()).isTrue();
    any.check(Optional.of(FIRST));
    refused(412, () -> any.check(Optional.empty()));
    refused(400, any::base);
  }

  @Test
  void weakTagsDoNotMatchWhereSomethingIsToBeChanged() {
    IfMatch weak = IfMatch.required(ifMatch("W/" + FIRST_TAG));

    assertThat(weak.matches(FIRST)).isFalse();
    refused(412, () -> weak.check(Optional.of(FIRST)));
    refused(412, weak::base);
  }

  @Test
  void ifMatchThatDoesNotHoldTellsWhatIsThere() {
    assertThatExceptionOfType(ErrorResponseException.class)
        .isThrownBy(() -> IfMatch.required(ifMatch(FIRST_TAG)).check(Optional.of(SECOND)))
        .satisfies(
            refusal ->
                assertThat(refusal.getBody().getDetail())
                    .isEqualTo("If-Match is '%s'; found %s".formatted(FIRST_TAG, SECOND)));
  }

  @Test
  void aBaseIsOneRevision() {
    assertThat(IfMatch.required(ifMatch(FIRST_TAG)).base()).isEqualTo(FIRST);
    assertThat(IfMatch.required(ifMatch(" " + FIRST + " ")).base()).isEqualTo(FIRST);
    refused(400, IfMatch.required(ifMatch(FIRST_TAG + "," + SECOND_TAG))::base);
    refused(412, IfMatch.required(ifMatch("\"7x\""))::base);
  }

  @Test
  void ifMatchMayBeRequired() {
    assertThat(IfMatch.of(new HttpHeaders())).isEmpty();
    refused(428, () -> IfMatch.required(new HttpHeaders()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", "x", "7x", "\"x", "x\"", "\"x\" \"y\"", "\"x\"y", "w/\"x\"", "*, *"})
  void whatIsNoListOfEntityTagsIsABadRequest(String value) {
    refused(400, () -> IfMatch.of(ifMatch(value)));
    refused(400, () -> IfNoneMatch.of(ifNoneMatch(value)));
  }

  @Test
  void emptyElementsOfAListAreNothing() {
    assertThat(IfMatch.required(ifMatch(", " + FIRST_TAG + " ,, \"a,b\",")).matches(FIRST))
        .isTrue();
  }

  @Test
  void ifNoneMatchComparesWeakly() {
    IfNoneMatch known = IfNoneMatch.of(ifNoneMatch("W/" + FIRST_TAG)).orElseThrow();

    assertThat(known.matches(FIRST)).isTrue();
    assertThat(known.matches(SECOND)).isFalse();
  }

  @Test
  void ifNoneMatchOfAnythingNeedsThatThereIsNoObject() {
    IfNoneMatch any = IfNoneMatch.of(ifNoneMatch("*")).orElseThrow();

    assertThat(any.isAny()).isTrue();
    any.check(Optional.empty());
    refused(412, () -> any.check(Optional.of(FIRST)));
    assertThat(IfNoneMatch.of(new HttpHeaders())).isEmpty();
  }
}
