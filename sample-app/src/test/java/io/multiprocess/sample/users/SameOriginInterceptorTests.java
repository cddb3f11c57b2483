package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

class SameOriginInterceptorTests {

  private final SameOriginInterceptor interceptor = new SameOriginInterceptor();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void programsThatSendNoOriginMayPost() {
    assertThat(passes(post())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"same-origin", "none"})
  void pagesOfThisOriginMayPost(String site) {
    MockHttpServletRequest request = post();
    request.addHeader("Sec-Fetch-Site", site);

    assertThat(passes(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void pagesOfOtherOriginsMayNotPost(String site) {
    MockHttpServletRequest request = post();
    request.addHeader("Sec-Fetch-Site", site);

    assertThatThrownBy(() -> passes(request))
        .isInstanceOf(ResponseStatusException.class)
        .hasMessage("403 FORBIDDEN \"POST /users/bob/delete came from a page of another origin\"");
  }

  @Test
  void withoutFetchMetadataTheOriginDecides() {
    MockHttpServletRequest own = post();
    own.addHeader("Origin", "http://localhost:8080");
    MockHttpServletRequest foreign = post();
    foreign.addHeader("Origin", "http://localhost:8081");
    MockHttpServletRequest opaque = post();
    opaque.addHeader("Origin", "null");

    assertThat(passes(own)).isTrue();
    assertThatThrownBy(() -> passes(foreign)).isInstanceOf(ResponseStatusException.class);
    assertThatThrownBy(() -> passes(opaque)).isInstanceOf(ResponseStatusException.class);
  }

  @Test
  void anybodyMayReadAndNobodyMayFrame() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/users");
    request.addHeader("Sec-Fetch-Site", "cross-site");

    assertThat(passes(request)).isTrue();
    assertThat(response.getHeader("Content-Security-Policy")).contains("frame-ancestors 'none'");
  }

  private boolean passes(MockHttpServletRequest request) {
    return interceptor.preHandle(request, response, new Object());
  }

  private static MockHttpServletRequest post() {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/users/bob/delete");
    request.addHeader("Host", "localhost:8080");
    return request;
  }
}
