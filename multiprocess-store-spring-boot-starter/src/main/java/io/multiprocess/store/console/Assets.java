package io.multiprocess.store.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The files that pages load, all of them from the class path.
 *
 * <p>Pages name them with a digest of what they hold, so that a browser may keep them for good.
 */
final class Assets {

  static final String STYLE = "console.css";
  static final String ICON = "console.svg";
  static final String SCRIPT = "htmx.js";
  static final String LIVE = "console.js";

  private static final String HTMX_VERSION =
      "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  /** Reads what there is. The script is there if the application has the webjar of htmx. */
  Assets() {
    add(STYLE, "text/css;charset=utf-8", read(STYLE));
    add(ICON, "image/svg+xml", read(ICON));
    add(SCRIPT, "text/javascript;charset=utf-8", script());
    add(LIVE, "text/javascript;charset=utf-8", read(LIVE));
  }

  /** The name of an asset with its digest, if there is one. */
  Optional<String> address(String name) {
    return Optional.ofNullable(assets.get(name)).map(asset -> name + "?v=" + asset.digest);
  }

  /** Sends an asset if it is one. */
  boolean send(String name, HttpServletResponse response) throws IOException {
    Asset asset = assets.get(name);
    if (asset == null) {
      return false;
    }
    response.setContentType(asset.type);
    response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
    response.setContentLength(asset.content.length);
    response.getOutputStream().write(asset.content);
    return true;
  }

  private void add(String name, String type, byte @Nullable [] content) {
    if (content != null) {
      assets.put(name, new Asset(type, content));
    }
  }

  private static byte @Nullable [] script() {
    byte[] properties = read(HTMX_VERSION);
    if (properties == null) {
      return null;
    }
    Properties pom = new Properties();
    try {
      pom.load(new ByteArrayInputStream(properties));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = pom.getProperty("version");
    return read("/META-INF/resources/webjars/htmx.org/" + version + "/dist/htmx.min.js");
  }

  private static byte @Nullable [] read(String resource) {
    try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Resource '%s' cannot be read".formatted(resource), e);
    }
  }

  private static final class Asset {

    private final String type;
    private final byte[] content;
    private final String digest;

    Asset(String type, byte[] content) {
      this.type = type;
      this.content = content;
      this.digest = Fingerprint.of(content);
    }
  }
}
