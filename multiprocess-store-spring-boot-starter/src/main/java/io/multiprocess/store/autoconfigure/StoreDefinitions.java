package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.Defaults;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.Replication;
import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.Store;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.Maintenance;
import io.multiprocess.store.spring.replication.ReplicationPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** The stores that the properties define, checked against each other. */
final class StoreDefinitions {

  private static final String PREFIX = "multiprocess-store";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private StoreDefinitions() {}

  /** The stores of an environment, the default one first, then by name. */
  static List<StoreDefinition> of(Environment environment) {
    MultiprocessStoreProperties properties =
        Binder.get(environment).bindOrCreate(PREFIX, MultiprocessStoreProperties.class);
    MergeProperties merge = new MergeProperties(environment);
    Defaults defaults = properties.defaults();
    MergeRules inherited = merge.rules(PREFIX + ".defaults.merge", defaults.merge());
    List<StoreDefinition> definitions = new ArrayList<>();
    if (properties.path() != null) {
      Store store = Store.inheriting(properties.path(), properties.replication());
      definitions.add(define(StoreDefinition.DEFAULT, PREFIX, store, defaults, inherited));
    }
    new TreeMap<>(properties.stores())
        .forEach(
            (name, store) -> {
              checkName(name);
              String prefix = PREFIX + ".stores." + name;
              MergeRules own = merge.rules(prefix + ".merge", store.merge());
              definitions.add(define(name, prefix, store, defaults, own.orElse(inherited)));
            });
    definitions.replaceAll(definition -> definition.looking(properties.changes().interval()));
    checkBeanNames(definitions);
    checkDirectories(definitions);
    definitions.forEach(definition -> checkTarget(definition, definitions));
    return withPrimary(definitions, properties.primary());
  }

  private static StoreDefinition define(
      String name, String prefix, Store store, Defaults defaults, MergeRules merge) {
    String property = prefix + ".path";
    Path directory = StoreDirectory.resolve(property, store.path());
    try {
      return new StoreDefinition(
          name,
          property,
          directory,
          options(store, defaults).withMergeRules(merge),
          maintenance(store, defaults),
          replication(prefix + ".replication", store.replication()),
          false);
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "Options of store '%s' are out of bounds: %s".formatted(name, e.getMessage()),
          "Correct the option under %s or %s.defaults".formatted(prefix, PREFIX),
          e);
    }
  }

  private static StoreOptions options(Store store, Defaults defaults) {
    DataSize maxDocumentSize = either(store.maxDocumentSize(), defaults.maxDocumentSize());
    StoreOptions options =
        StoreOptions.defaults()
            .withOnStale(either(store.onStale(), defaults.onStale()))
            .withDurability(either(store.durability(), defaults.durability()))
            .withMaxDocumentBytes(maxDocumentSize.toBytes())
            .withMaxDepth(either(store.maxDepth(), defaults.maxDepth()))
            .withCreateGrace(either(store.createGrace(), defaults.createGrace()))
            .withSharing(either(store.sharing(), defaults.sharing()))
            .withCacheBytes(either(store.cacheSize(), defaults.cacheSize()).toBytes())
            .withForeignDelay(either(store.foreignDelay(), defaults.foreignDelay()));
    if (store.ids() != null) {
      return options.withIdProfile(store.ids());
    }
    return defaults.ids() != null ? options.withIdProfile(defaults.ids()) : options;
  }

  private static Maintenance maintenance(Store store, Defaults defaults) {
    return new Maintenance(
        either(store.settleCaptured(), defaults.settleCaptured()),
        retention(
            first(store.retention().revisions(), defaults.retention().revisions()),
            first(store.retention().age(), defaults.retention().age())),
        first(store.archive().age(), defaults.archive().age()),
        either(store.purgeTombstones(), defaults.purgeTombstones()),
        either(store.maintenanceInterval(), defaults.maintenanceInterval()));
  }

  private static Optional<ReplicationPlan> replication(String prefix, Replication replication) {
    if (!replication.enabled() || replication.target() == null) {
      return Optional.empty();
    }
    Path target = StoreDirectory.resolve(prefix + ".target", replication.target());
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new StoreConfigurationException(
          "%s.target is %s, which is not a directory".formatted(prefix, target),
          "Set %s.target to the directory of another store, or to one that is to become it"
              .formatted(prefix));
    }
    return Optional.of(
        new ReplicationPlan(
            target,
            replication.direction(),
            replication.interval(),
            replication.onChange(),
            replication.prefixes()));
  }

  private static Optional<Retention> retention(
      Optional<Integer> revisions, Optional<Duration> age) {
    return revisions.isEmpty() && age.isEmpty()
        ? Optional.empty()
        : Optional.of(new Retention(revisions.orElse(1), age.orElse(Duration.ZERO)));
  }

  private static <T> Optional<T> first(@Nullable T own, @Nullable T inherited) {
    return Optional.ofNullable(own != null ? own : inherited);
  }

  private static <T> T either(@Nullable T own, T inherited) {
    return own != null ? own : inherited;
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches() || name.equals(StoreDefinition.DEFAULT)) {
      throw new StoreConfigurationException(
          "%s.stores has a store named '%s'; expected lower-case letters, digits and dashes, beginning with a letter, and not '%s'"
              .formatted(PREFIX, name, StoreDefinition.DEFAULT),
          name.equals(StoreDefinition.DEFAULT)
              ? "Rename the store, or configure it as the default store with %s.path"
                  .formatted(PREFIX)
              : "Rename the store, for example to 'user-data'");
    }
  }

  private static void checkBeanNames(List<StoreDefinition> definitions) {
    Map<String, StoreDefinition> seen = new TreeMap<>();
    for (StoreDefinition definition : definitions) {
      StoreDefinition other = seen.put(definition.beanName(), definition);
      if (other != null) {
        throw new StoreConfigurationException(
            "Stores '%s' and '%s' would both become the bean '%s'"
                .formatted(other.name(), definition.name(), definition.beanName()),
            "Rename one of them");
      }
    }
  }

  private static void checkDirectories(List<StoreDefinition> definitions) {
    for (StoreDefinition one : definitions) {
      for (StoreDefinition other : definitions) {
        if (!one.name().equals(other.name())) {
          checkApart(one, other);
        }
      }
    }
  }

  private static void checkApart(StoreDefinition outer, StoreDefinition inner) {
    Path above = StoreDirectory.canonical(outer.directory());
    Path below = StoreDirectory.canonical(inner.directory());
    if (below.startsWith(above)) {
      throw new StoreConfigurationException(
          below.equals(above)
              ? "Stores '%s' and '%s' have the same directory %s"
                  .formatted(outer.name(), inner.name(), above)
              : "Directory %s of store '%s' lies in directory %s of store '%s'"
                  .formatted(below, inner.name(), above, outer.name()),
          "Give each store a directory of its own with %s and %s"
              .formatted(outer.property(), inner.property()));
    }
  }

  /** A store that is copied into itself would never end, and two would mix in one target. */
  private static void checkTarget(StoreDefinition definition, List<StoreDefinition> all) {
    if (definition.replication().isEmpty()) {
      return;
    }
    Path target = StoreDirectory.canonical(definition.replication().get().target());
    for (StoreDefinition other : all) {
      Path directory = StoreDirectory.canonical(other.directory());
      if (target.startsWith(directory) || directory.startsWith(target)) {
        throw unusableTarget(
            definition,
            "%s, which is not apart from directory %s of store '%s'"
                .formatted(target, directory, other.name()));
      }
      boolean shared =
          !other.name().equals(definition.name())
              && other
                  .replication()
                  .filter(plan -> StoreDirectory.canonical(plan.target()).equals(target))
                  .isPresent();
      if (shared) {
        throw unusableTarget(
            definition, "%s, which is that of store '%s' too".formatted(target, other.name()));
      }
    }
  }

  private static StoreConfigurationException unusableTarget(
      StoreDefinition definition, String reason) {
    return new StoreConfigurationException(
        "Replication target of store '%s' is %s".formatted(definition.name(), reason),
        "Set %s to a directory of its own"
            .formatted(definition.property().replaceFirst("path$", "replication.target")));
  }

  private static List<StoreDefinition> withPrimary(
      List<StoreDefinition> definitions, @Nullable String configured) {
    String primary = Objects.requireNonNullElse(configured, StoreDefinition.DEFAULT);
    List<StoreDefinition> result =
        definitions.stream()
            .map(
                definition ->
                    definition.name().equals(primary) ? definition.asPrimary() : definition)
            .toList();
    if (configured != null && result.equals(definitions)) {
      throw new StoreConfigurationException(
          "%s.primary is '%s', but there is no such store; the stores are %s"
              .formatted(PREFIX, configured, names(definitions)),
          "Set %s.primary to one of them, or configure %s.stores.%s.path"
              .formatted(PREFIX, PREFIX, configured));
    }
    return result;
  }

  private static String names(List<StoreDefinition> definitions) {
    return definitions.isEmpty()
        ? "none"
        : definitions.stream()
            .map(definition -> "'" + definition.name() + "'")
            .collect(Collectors.joining(", "));
  }
}
