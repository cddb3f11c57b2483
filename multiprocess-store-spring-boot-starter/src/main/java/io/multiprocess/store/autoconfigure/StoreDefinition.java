package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.Maintenance;
import io.multiprocess.store.spring.replication.ReplicationPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/**
 * A configured store.
 *
 * @param name what the application calls it
 * @param property the property that names its directory
 * @param directory its directory, absolute
 * @param options how it is used
 * @param maintenance what is done to it in the background
 * @param replication with what it is kept equal, if with anything
 * @param primary whether it is injected where no qualifier names a store
 */
record StoreDefinition(
    String name,
    String property,
    Path directory,
    StoreOptions options,
    Maintenance maintenance,
    Optional<ReplicationPlan> replication,
    boolean primary) {

  /** The name of the store that has none of its own. */
  static final String DEFAULT = "default";

  private static final String BEAN = "StoreTemplate";

  /** The name of the store's bean: {@code audit-log} becomes {@code auditLogStoreTemplate}. */
  String beanName() {
    if (name.equals(DEFAULT)) {
      return StringUtils.uncapitalize(BEAN);
    }
    return Arrays.stream(name.split("-"))
        .map(StringUtils::capitalize)
        .collect(Collectors.collectingAndThen(Collectors.joining(), StringUtils::uncapitalize))
        .concat(BEAN);
  }

  /** The same store, looked through for changes that nobody announced at an interval. */
  StoreDefinition looking(Duration interval) {
    StoreOptions looking = options.withChangesInterval(interval);
    return new StoreDefinition(
        name, property, directory, looking, maintenance, replication, primary);
  }

  /** The same store, injected where no qualifier names another. */
  StoreDefinition asPrimary() {
    return new StoreDefinition(name, property, directory, options, maintenance, replication, true);
  }
}
