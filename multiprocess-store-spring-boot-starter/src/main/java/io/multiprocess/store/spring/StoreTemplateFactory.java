package io.multiprocess.store.spring;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.observation.StoreObserver;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens stores as {@link StoreTemplate}s. An application takes it to have stores beside the
 * configured ones, and closes what it opened.
 *
 * <p>All templates of a factory map entities alike.
 */
public final class StoreTemplateFactory {

  private static final Logger log = LoggerFactory.getLogger(StoreTemplateFactory.class);

  private final EntityMapper mapper;
  private final EntityLifecycle lifecycle;
  private final StoreObserver observer;

  /** Takes what is added to the mapping of entities, in the order it is to be applied. */
  public StoreTemplateFactory(Collection<StoreMapperCustomizer> customizers) {
    this(customizers, Map.of());
  }

  /**
   * Takes what is added to the mapping of entities, in the order it is to be applied, and rules
   * that settle conflicts.
   *
   * @param resolvers a rule for each type of entities that has one of its own; the rule for a map
   *     or a tree is the rule for all of them
   */
  public StoreTemplateFactory(
      Collection<StoreMapperCustomizer> customizers,
      Map<Class<?>, ? extends ConflictResolver<?>> resolvers) {
    this(customizers, resolvers, EntityLifecycle.NONE, StoreObserver.NONE);
  }

  /**
   * Takes the same, what is done to entities on their way into stores and out of them, and what
   * stands around every operation.
   */
  public StoreTemplateFactory(
      Collection<StoreMapperCustomizer> customizers,
      Map<Class<?>, ? extends ConflictResolver<?>> resolvers,
      EntityLifecycle lifecycle,
      StoreObserver observer) {
    this.mapper = new EntityMapper(customizers, resolvers);
    this.lifecycle = Objects.requireNonNull(lifecycle, "lifecycle");
    this.observer = Objects.requireNonNull(observer, "observer");
  }

  /** Opens or creates the store in a directory with default options. */
  public StoreTemplate open(String name, Path directory) {
    return open(name, directory, StoreOptions.defaults());
  }

  /**
   * Opens or creates the store in a directory.
   *
   * @param name what the application calls the store, for logs, health and metrics
   * @param options how it is used
   * @throws io.multiprocess.store.StoreFormatException if the directory is not a store this version
   *     can open
   * @throws io.multiprocess.store.StoreAccessException if the directory cannot be used
   */
  public StoreTemplate open(String name, Path directory, StoreOptions options) {
    FileObjectStore store = FileObjectStore.open(directory, options);
    log.info(
        "Store '{}' at {}, format {}, on-stale {}, durability {}, process {}",
        name,
        store.directory(),
        store.format(),
        options.onStale().name().toLowerCase(Locale.ROOT),
        options.durability().name().toLowerCase(Locale.ROOT),
        ProcessHandle.current().pid());
    return new StoreTemplate(name, store, mapper, options.resolver(), lifecycle, observer);
  }

  /** A template over a store that is open already. Closing the template closes the store. */
  public StoreTemplate of(String name, ObjectStore store) {
    return new StoreTemplate(
        name, store, mapper, ConflictResolver.mergingCleanly(), lifecycle, observer);
  }
}
