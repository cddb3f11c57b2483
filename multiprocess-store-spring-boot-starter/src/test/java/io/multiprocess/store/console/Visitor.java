package io.multiprocess.store.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.util.HtmlUtils;

/** Somebody on this machine who keeps cookies, and sends the forms that the pages have. */
final class Visitor {

  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  private final StoreConsole console;
  private @Nullable Cookie cookie;

  Visitor(StoreConsole console) {
    this.console = console;
  }

  /** Looks at a page. */
  Page get(String page, String... parameters) {
    return exchange(request("GET", page, parameters), request -> {});
  }

  /** Follows an address that a page has. */
  Page follow(String address) {
    URI uri = URI.create(address);
    List<String> parameters = new ArrayList<>();
    if (uri.getRawQuery() != null) {
      for (String parameter : uri.getRawQuery().split("&", -1)) {
        for (String part : parameter.split("=", 2)) {
          parameters.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
        }
      }
    }
    return get(uri.getPath().replace("/store-console", ""), parameters.toArray(new String[0]));
  }

  /** Sends parameters as they are, from a page of the console. */
  Page post(String page, String... parameters) {
    return exchange(
        request("POST", page, parameters),
        request -> request.addHeader("Sec-Fetch-Site", "same-origin"));
  }

  /** Sends a form of a page: what it hides, and what is chosen and typed. */
  Page send(Page form, String page, String... parameters) {
    List<String> all = new ArrayList<>(form.hidden(page));
    all.addAll(List.of(parameters));
    return post(page, all.toArray(new String[0]));
  }

  /** Sends any request. */
  Page exchange(MockHttpServletRequest request, Consumer<MockHttpServletRequest> change) {
    MockHttpServletResponse response = new MockHttpServletResponse();
    if (cookie != null) {
      request.setCookies(cookie);
    }
    change.accept(request);
    try {
      console.service(request, response);
      Cookie given = response.getCookie("STORE_CONSOLE");
      cookie = given == null ? cookie : given;
      return new Page(response, response.getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static MockHttpServletRequest request(String method, String page, String... parameters) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/store-console" + page);
    request.setServletPath("/store-console");
    request.setPathInfo(page.isEmpty() ? null : page);
    request.setRemoteAddr("127.0.0.1");
    request.addHeader("Host", "localhost:8080");
    for (int i = 0; i < parameters.length; i += 2) {
      request.addParameter(parameters[i], parameters[i + 1]);
    }
    return request;
  }

  /**
   * What came back.
   *
   * @param response the whole answer
   * @param html its body
   */
  record Page(MockHttpServletResponse response, String html) {

    int status() {
      return response.getStatus();
    }

    /** What people read. */
    String text() {
      return HtmlUtils.htmlUnescape(
              html.replaceAll("(?s)<head>.*?</head>", "").replaceAll("<[^>]*>", " "))
          .replaceAll("\\s+", " ");
    }

    String location() {
      return requireNonNull(response.getHeader("Location"));
    }

    /** The groups of all matches of a pattern, as people read them. */
    List<String> all(String pattern) {
      return Pattern.compile(pattern, Pattern.DOTALL)
          .matcher(html)
          .results()
          .map(match -> HtmlUtils.htmlUnescape(match.group(1)))
          .toList();
    }

    /** Hidden fields of the last form that is sent there, names and values in turn. */
    List<String> hidden(String action) {
      List<MatchResult> forms =
          Pattern.compile("(?s)<form[^>]*action=\"[^\"]*" + action + "\".*?</form>")
              .matcher(html)
              .results()
              .toList();
      assertThat(forms).as("forms to %s in %s", action, html).isNotEmpty();
      List<String> fields = new ArrayList<>();
      MatchResult form =
          forms.stream()
              .filter(each -> each.group().contains("id=\"decision\""))
              .findFirst()
              .orElse(forms.get(forms.size() - 1));
      HIDDEN
          .matcher(form.group())
          .results()
          .forEach(
              field -> {
                fields.add(HtmlUtils.htmlUnescape(field.group(1)));
                fields.add(HtmlUtils.htmlUnescape(field.group(2)));
              });
      return fields;
    }
  }
}
