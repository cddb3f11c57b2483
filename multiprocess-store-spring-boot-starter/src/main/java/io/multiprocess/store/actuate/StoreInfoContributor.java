package io.multiprocess.store.actuate;

import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Tells the version of the library, and which stores an application has in which format. */
public final class StoreInfoContributor implements InfoContributor {

  /** Where the build wrote the version down; a manifest would be lost where jars are merged. */
  public static final String VERSION_RESOURCE = "io/multiprocess/store/actuate/version.properties";

  private final List<StoreTemplate> templates;
  private final boolean showPaths;
  private final String version;

  /**
   * Tells of the given stores.
   *
   * @param showPaths whether to tell their directories, too
   */
  public StoreInfoContributor(Collection<StoreTemplate> templates, boolean showPaths) {
    this.templates = List.copyOf(templates);
    this.showPaths = showPaths;
    this.version = version();
  }

  @Override
  public void contribute(Info.Builder builder) {
    Map<String, Map<String, Object>> stores = new TreeMap<>();
    templates.forEach(template -> stores.put(template.name(), describe(template)));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("version", version);
    details.put("stores", stores);
    builder.withDetail("multiprocessStore", details);
  }

  private Map<String, Object> describe(StoreTemplate template) {
    Map<String, Object> details = new LinkedHashMap<>();
    template
        .files()
        .ifPresent(
            files -> {
              details.put("format", files.format());
              if (showPaths) {
                details.put("path", files.directory().toString());
              }
            });
    return details;
  }

  private static String version() {
    try (InputStream file =
        StoreInfoContributor.class.getResourceAsStream("/" + VERSION_RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(
            "There is no %s beside %s".formatted(VERSION_RESOURCE, StoreInfoContributor.class));
      }
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
