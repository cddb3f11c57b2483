package io.multiprocess.store.spring;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.TypedStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How conflicts between entities of a type are settled: by the {@link io.multiprocess.store.Merge}
 * annotations of the type and by the application's rule for it.
 */
final class EntityMerging {

  private final JsonMapper mapper;
  private final Map<Class<?>, ConflictResolver<?>> resolvers;
  private final Map<Class<?>, MergeRules> annotated = new ConcurrentHashMap<>();

  EntityMerging(JsonMapper mapper, Map<Class<?>, ? extends ConflictResolver<?>> resolvers) {
    this.mapper = mapper;
    this.resolvers =
        resolvers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> EntityMapper.kindOf(entry.getKey()), Map.Entry::getValue));
  }

  /**
   * The store through a type, with what the type and the application say about its conflicts.
   *
   * @param own what settles conflicts if the application says nothing
   */
  <T> TypedStore<T> typed(ObjectStore store, Class<T> type, ConflictResolver<ObjectNode> own) {
    MergeRules rules = annotated.computeIfAbsent(type, this::annotations);
    ConflictResolver<T> resolver = resolver(type);
    if (resolver != null) {
      return TypedStore.of(store, type, mapper).merging(rules, resolver);
    }
    return TypedStore.of(rules.isEmpty() ? store : store.merging(rules, own), type, mapper);
  }

  @SuppressWarnings("unchecked")
  private <T> @Nullable ConflictResolver<T> resolver(Class<T> type) {
    return (ConflictResolver<T>) resolvers.get(EntityMapper.kindOf(type));
  }

  private MergeRules annotations(Class<?> type) {
    try {
      return MergeRules.of(type, mapper);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataAccessApiUsageException(
          "%s cannot be merged as it is annotated: %s".formatted(type.getName(), e.getMessage()),
          e);
    }
  }
}
