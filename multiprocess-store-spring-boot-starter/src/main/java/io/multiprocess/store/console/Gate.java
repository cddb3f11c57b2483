package io.multiprocess.store.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what.
 *
 * <p>Unless remote machines are allowed, the connection must come from this machine, must not have
 * come through a proxy, which would make every visitor local, and must name this machine as the
 * host, because a foreign page can point a name of its own at this machine and would then be of the
 * console's origin. The request is judged as it arrived; filters that believe in forwarding headers
 * have no say.
 *
 * <p>A form must come from a page of the console: browsers tell so by {@code Sec-Fetch-Site} or
 * {@code Origin}, and the form has to repeat what a cookie holds that they send with no request
 * from another site.
 */
final class Gate {

  static final String TOKEN = "console-token";

  private static final String COOKIE = "STORE_CONSOLE";
  private static final Pattern TOKEN_VALUE = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1])(:[0-9]+)?");
  private static final Pattern OF_A_PROXY =
      Pattern.compile("(?i)x-forwarded-.*|forwarded|x-real-ip|via");

  private final boolean allowRemote;
  private final SecureRandom random = new SecureRandom();

  Gate(boolean allowRemote) {
    this.allowRemote = allowRemote;
  }

  /** Tells browsers what a page of the console may do: very little. */
  static void setHeaders(HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
  }

  /**
   * Lets a request in.
   *
   * @throws ConsoleException if it is not to be answered
   */
  void admit(HttpServletRequest request) {
    if (!allowRemote && !isLocal(asArrived(request))) {
      throw ConsoleException.forbidden(
          "The store console answers this machine only, at localhost and not through a proxy. "
              + "multiprocess-store.console.allow-remote=true opens it to others; "
              + "put a login before it first.");
    }
  }

  /**
   * Requires that a form came from a page of the same origin.
   *
   * @throws ConsoleException if it did not
   */
  static void requireSameOrigin(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    String own = request.getScheme() + "://" + request.getHeader("Host");
    boolean foreign =
        site != null
            ? !site.equals("same-origin")
            : origin != null && !origin.equals(own) && !origin.equals(externalOrigin(request));
    if (foreign) {
      throw ConsoleException.forbidden("This form came from a page of another origin.");
    }
  }

  /** Whether a form repeats what the cookie holds. */
  static boolean hasToken(HttpServletRequest request) {
    String held = cookie(request);
    String sent = request.getParameter(TOKEN);
    return held != null
        && sent != null
        && MessageDigest.isEqual(held.getBytes(UTF_8), sent.getBytes(UTF_8));
  }

  /** What forms have to repeat. Gives the browser a cookie if it has none. */
  String token(HttpServletRequest request, HttpServletResponse response, String path) {
    String held = cookie(request);
    if (held != null) {
      return held;
    }
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    Cookie cookie = new Cookie(COOKIE, HexFormat.of().formatHex(bytes));
    cookie.setPath(path);
    cookie.setHttpOnly(true);
    cookie.setSecure(request.isSecure());
    cookie.setAttribute("SameSite", "Strict");
    response.addCookie(cookie);
    return cookie.getValue();
  }

  /** The origin as a proxy tells it, where filters believe it. */
  private static String externalOrigin(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? 443 : 80);
    String origin = request.getScheme() + "://" + request.getServerName();
    return usual ? origin : origin + ":" + port;
  }

  private static @Nullable String cookie(HttpServletRequest request) {
    if (request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        if (cookie.getName().equals(COOKIE) && TOKEN_VALUE.matcher(cookie.getValue()).matches()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static boolean isLocal(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return isLoopback(request.getRemoteAddr())
        && Collections.list(request.getHeaderNames()).stream()
            .noneMatch(header -> OF_A_PROXY.matcher(header).matches())
        && host != null
        && LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean isLoopback(String address) {
    try {
      // An address in digits is not looked up.
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static HttpServletRequest asArrived(HttpServletRequest request) {
    ServletRequest arrived = request;
    while (arrived instanceof ServletRequestWrapper wrapper) {
      arrived = wrapper.getRequest();
    }
    return arrived instanceof HttpServletRequest http ? http : request;
  }
}
