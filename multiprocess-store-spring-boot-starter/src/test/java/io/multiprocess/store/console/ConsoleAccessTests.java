package io.multiprocess.store.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Revision;
import io.multiprocess.store.console.Visitor.Page;
import jakarta.servlet.http.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** Who the console answers, and what it keeps to itself. */
class ConsoleAccessTests {

  @TempDir Path directory;

  private ConsoleStores stores;
  private Visitor visitor;

  @BeforeEach
  void open() {
    stores = new ConsoleStores(directory);
    visitor = stores.visitor();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private Page get(Consumer<MockHttpServletRequest> change) {
    return visitor.exchange(Visitor.request("GET", ""), change);
  }

  @Test
  void otherMachinesAreRefusedUnlessTheyAreAllowed() {
    Consumer<MockHttpServletRequest> remote =
        request -> {
          request.setRemoteAddr("192.0.2.7");
          request.removeHeader("Host");
          request.addHeader("Host", "stores.example.com");
        };

    Page refused = get(remote);
    Page allowed =
        stores
            .visitor(new ConsoleSettings("/store-console", false, true, Set.of()))
            .exchange(Visitor.request("GET", ""), remote);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text())
        .contains("multiprocess-store.console.allow-remote=true")
        .doesNotContain(directory.toString())
        .doesNotContain("open ");
    assertThat(refused.html()).doesNotContain("class=\"count").doesNotContain("hx-get");
    assertThat(allowed.status()).isEqualTo(200);
  }

  @Test
  void localAddressesOfBothKindsAreAnswered() {
    assertThat(get(request -> request.setRemoteAddr("::1")).status()).isEqualTo(200);
    assertThat(get(request -> request.setRemoteAddr("0:0:0:0:0:0:0:1")).status()).isEqualTo(200);
    for (String host : List.of("127.0.0.1", "[::1]:8080", "LOCALHOST:8080")) {
      assertThat(get(request -> host(request, host)).status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void namesThatOthersPointedAtThisMachineAreRefused() {
    for (String host : List.of("evil.example.com:8080", "127.0.0.1.example.com", "localhost.x")) {
      assertThat(get(request -> host(request, host)).status()).as(host).isEqualTo(403);
    }
    assertThat(get(request -> request.removeHeader("Host")).status()).isEqualTo(403);
  }

  @Test
  void whatComesThroughAProxyIsNotLocal() {
    for (String header :
        List.of("X-Forwarded-For", "Forwarded", "x-forwarded-by", "Via", "X-Real-IP")) {
      assertThat(get(request -> request.addHeader(header, "127.0.0.1")).status())
          .as(header)
          .isEqualTo(403);
    }
  }

  @Test
  void filtersThatBelieveHeadersDoNotMakeForeignersLocal() throws Exception {
    MockHttpServletRequest request = Visitor.request("GET", "");
    request.setRemoteAddr("192.0.2.7");
    request.addHeader("X-Forwarded-For", "127.0.0.1");
    request.addHeader("X-Forwarded-Host", "localhost");
    MockHttpServletResponse response = new MockHttpServletResponse();
    StoreConsole console =
        stores.console(new ConsoleSettings("/store-console", false, false, Set.of()));

    new ForwardedHeaderFilter()
        .doFilter(request, response, (wrapped, same) -> console.service(wrapped, same));

    assertThat(response.getStatus()).isEqualTo(403);
  }

  @Test
  void formsOfOtherOriginsAreRefused() {
    stores.create("carol", "{}");
    stores.users.delete("carol");
    Page form = visitor.get("/object", "store", "users", "id", "carol");
    String[] fields = form.hidden("/undelete").toArray(new String[0]);

    for (Consumer<MockHttpServletRequest> foreign :
        List.<Consumer<MockHttpServletRequest>>of(
            request -> request.addHeader("Sec-Fetch-Site", "cross-site"),
            request -> request.addHeader("Sec-Fetch-Site", "same-site"),
            request -> request.addHeader("Origin", "http://localhost:9090"),
            request -> request.addHeader("Origin", "null"))) {
      Page page = visitor.exchange(Visitor.request("POST", "/undelete", fields), foreign);
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.text()).contains("This form came from a page of another origin.");
    }
    assertThat(stores.users.exists("carol")).isFalse();

    Page own =
        visitor.exchange(
            Visitor.request("POST", "/undelete", fields),
            request -> {
              request.setServerPort(8080);
              request.addHeader("Origin", "http://localhost:8080");
            });
    assertThat(own.status()).isEqualTo(303);
  }

  @Test
  void formsHaveToRepeatTheCookie() {
    stores.create("carol", "{}");
    stores.users.delete("carol");
    visitor.get("");

    for (String token : List.of("", "0".repeat(32))) {
      Page page = visitor.post("/undelete", "store", "users", "id", "carol", Gate.TOKEN, token);
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.text()).contains("This form had expired. Nothing was done");
    }
    assertThat(stores.users.exists("carol")).isFalse();
  }

  @Test
  void expiredFormComesAgainWithWhatWasTyped() {
    List<Revision> rivals = stores.conflict("carol");
    Page page =
        visitor.post(
            "/merge",
            "store",
            "users",
            "id",
            "carol",
            "rival",
            rivals.get(0).toString(),
            "rival",
            rivals.get(1).toString(),
            "action",
            "settle",
            "at-0",
            "/city",
            "choice-0",
            "edit",
            "text-0",
            "typed");

    assertThat(page.status()).isEqualTo(403);
    assertThat(page.html()).contains(">typed</textarea>");
    assertThat(stores.users.conflict("carol")).isPresent();

    visitor.send(page, "/merge", "action", "settle", "choice-0", "edit", "text-0", "typed");
    assertThat(stores.users.get("carol").value().get("city").stringValue()).isEqualTo("typed");
  }

  @Test
  void cookieIsOfTheConsoleAlone() {
    Cookie cookie = requireNonNull(visitor.get("").response().getCookie("STORE_CONSOLE"));

    assertThat(cookie.getPath()).isEqualTo("/store-console");
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getAttribute("SameSite")).isEqualTo("Strict");
    assertThat(visitor.get("").response().getCookie("STORE_CONSOLE")).isNull();
  }

  @Test
  void everyAnswerTellsBrowsersToBeCareful() {
    for (Page page :
        List.of(visitor.get(""), visitor.get("/x"), get(r -> r.setRemoteAddr("192.0.2.7")))) {
      assertThat(page.response().getHeader("Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("script-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.response().getHeader("X-Frame-Options")).isEqualTo("DENY");
      assertThat(page.response().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.response().getHeader("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void otherMethodsAreNotKnown() {
    Page page = visitor.exchange(Visitor.request("TRACE", ""), request -> {});

    assertThat(page.status()).isEqualTo(405);
  }

  @Test
  void readOnlyConsoleHasNoFormsAndTakesNone() {
    List<Revision> rivals = stores.conflict("carol");
    stores.create("dora", "{}");
    stores.users.delete("dora");
    Visitor reader = stores.visitor(new ConsoleSettings("/store-console", true, false, Set.of()));

    Page merge = reader.get("/merge", "store", "users", "id", "carol");
    Page deleted = reader.get("/object", "store", "users", "id", "dora");
    Page sent =
        reader.post(
            "/merge",
            "store",
            "users",
            "id",
            "carol",
            "rival",
            rivals.get(0).toString(),
            "rival",
            rivals.get(1).toString(),
            "action",
            "take:" + rivals.get(0));

    assertThat(merge.text()).contains("This console only shows.").contains("What will stand");
    assertThat(merge.html()).doesNotContain("<button").doesNotContain("hx-post");
    assertThat(deleted.html()).doesNotContain("method=\"post\"");
    assertThat(sent.status()).isEqualTo(403);
    assertThat(sent.text()).contains("multiprocess-store.console.read-only is true");
    assertThat(stores.users.conflict("carol")).isPresent();
  }

  @Test
  void sensitiveStoresShowNoDocumentAndCanBeSettledAllTheSame() {
    List<Revision> rivals = stores.conflict("carol");
    stores.count();
    Visitor careful =
        stores.visitor(new ConsoleSettings("/store-console", false, false, Set.of("users")));
    String revision = rivals.get(0).toString();
    Page merge = careful.get("/merge", "store", "users", "id", "carol");

    for (Page page :
        List.of(
            careful.get("/objects", "store", "users"),
            careful.get("/object", "store", "users", "id", "carol"),
            careful.get("/revision", "store", "users", "id", "carol", "revision", revision),
            careful.get(
                "/diff",
                "store",
                "users",
                "id",
                "carol",
                "from",
                revision,
                "to",
                rivals.get(1).toString()),
            careful.get("/conflicts"),
            merge,
            careful.send(merge, "/merge", "action", "preview"))) {
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.html())
          .contains("carol")
          .doesNotContain("Oslo")
          .doesNotContain("Rome")
          .doesNotContain("Carol")
          .doesNotContain("555")
          .doesNotContain("city");
    }
    careful.send(merge, "/merge", "action", "take:" + revision);
    assertThat(stores.users.conflict("carol")).isEmpty();
  }

  @Test
  void settingsThatCannotBeMeantAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ConsoleSettings("/a/../b", false, false, Set.of()))
        .withMessage(
            "Path '/a/../b' of the console is not one; expected for example /store-console");
    for (String path : List.of("", "/", "a", "/a/", "/a b", "/*")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new ConsoleSettings(path, false, false, Set.of()));
    }
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> stores.console(new ConsoleSettings("/a", false, false, Set.of("nowhere"))))
        .withMessage("Sensitive store 'nowhere' is not there; the stores are [orders, users]");
  }

  private static void host(MockHttpServletRequest request, String host) {
    request.removeHeader("Host");
    request.addHeader("Host", host);
  }
}
