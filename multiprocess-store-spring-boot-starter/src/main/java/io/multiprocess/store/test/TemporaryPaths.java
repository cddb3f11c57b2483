package io.multiprocess.store.test;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySources;

/**
 * Paths in a temporary directory, for whatever stores the other sources of an environment name.
 *
 * <p>It answers when it is asked, rather than listing stores beforehand, so that a source that is
 * added late cannot bring a store of its own place.
 */
final class TemporaryPaths extends PropertySource<TemporaryDirectory> {

  private static final String DEFAULT = "default";
  private static final Pattern PROPERTY =
      Pattern.compile(
          "multiprocess-store\\.(?:(?<option>path|defaults\\.durability|replication\\.enabled)"
              + "|stores\\.(?<store>[a-z][a-z0-9-]*)"
              + "\\.(?<own>path|durability|replication\\.enabled))");
  private static final ConfigurationPropertyName PATH =
      ConfigurationPropertyName.of("multiprocess-store.path");
  private static final ConfigurationPropertyName STORES =
      ConfigurationPropertyName.of("multiprocess-store.stores");

  private static final String NAME = "temporary stores";

  private final Set<String> stores = new ConcurrentSkipListSet<>();
  private volatile PropertySources all = new MutablePropertySources();

  TemporaryPaths(TemporaryDirectory directory) {
    super(NAME, directory);
  }

  /** The temporary paths of an environment, if it is that of a test which has them. */
  static Optional<TemporaryPaths> in(ConfigurableEnvironment environment) {
    return environment.getPropertySources().get(NAME) instanceof TemporaryPaths paths
        ? Optional.of(paths)
        : Optional.empty();
  }

  /** Makes this the first source of the environment, whatever has been added since. */
  void precedeAllOf(ConfigurableEnvironment environment) {
    environment.getPropertySources().remove(NAME);
    environment.getPropertySources().addFirst(this);
    all = environment.getPropertySources();
  }

  /** The stores whose paths have been asked for, by name. */
  Set<String> stores() {
    return Set.copyOf(stores);
  }

  @Override
  public @Nullable Object getProperty(String name) {
    Matcher property = PROPERTY.matcher(name);
    if (!property.matches()) {
      return null;
    }
    if (name.endsWith("durability")) {
      return "none";
    }
    if (name.endsWith("replication.enabled")) {
      return "false";
    }
    if (property.group("store") != null) {
      return path(property.group("store"));
    }
    return hasDefaultStore() ? path(DEFAULT) : null;
  }

  private String path(String store) {
    stores.add(store);
    return getSource().resolve(store).toString();
  }

  /** Whether it is configured, wherever it is to be, or nothing else is. */
  private boolean hasDefaultStore() {
    boolean others = false;
    for (ConfigurationPropertySource source : ConfigurationPropertySources.from(others())) {
      if (source.getConfigurationProperty(PATH) != null) {
        return true;
      }
      others |= source.containsDescendantOf(STORES) == ConfigurationPropertyState.PRESENT;
    }
    return !others;
  }

  private List<PropertySource<?>> others() {
    return all.stream()
        .filter(source -> !source.getName().equals(NAME))
        .filter(
            source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
        .toList();
  }
}
