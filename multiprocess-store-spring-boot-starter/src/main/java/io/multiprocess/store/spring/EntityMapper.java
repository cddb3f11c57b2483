package io.multiprocess.store.spring;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.TypedStore;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.json.JsonMapper;

/**
 * How entities become documents and back: the stores' own Jackson mapper, which no bean of the
 * application is, and the mapping of each type.
 */
final class EntityMapper {

  private final JsonMapper mapper;
  private final Identifiers identifiers;
  private final Map<Class<?>, EntityMapping<?>> mappings = new ConcurrentHashMap<>();

  EntityMapper(Collection<StoreMapperCustomizer> customizers) {
    JsonMapper.Builder builder = StoreMapper.builder();
    customizers.forEach(customizer -> customizer.customize(builder));
    AnnotationIntrospector others = builder.annotationIntrospector();
    builder.annotationIntrospector(
        AnnotationIntrospectorPair.pair(new StorePropertyIntrospector(), others));
    this.mapper = builder.build();
    this.identifiers = new Identifiers(mapper);
  }

  /** The id that a property's value stands for. */
  String toId(Object value) {
    return identifiers.toId(value);
  }

  /** The store through a type. */
  <T> TypedStore<T> typed(ObjectStore store, Class<T> type) {
    return TypedStore.of(store, mappingOf(type).type(), mapper);
  }

  /** The mapping of an entity's type. */
  @SuppressWarnings("unchecked")
  <T> EntityMapping<T> mappingFor(T entity) {
    return mappingOf((Class<T>) typeOf(entity));
  }

  /** The mapping of a type. */
  @SuppressWarnings("unchecked")
  <T> EntityMapping<T> mappingOf(Class<T> type) {
    return (EntityMapping<T>) mappings.computeIfAbsent(type, this::newMapping);
  }

  private static Class<?> typeOf(Object entity) {
    if (entity instanceof Map) {
      return Map.class;
    }
    return entity instanceof JsonNode ? JsonNode.class : entity.getClass();
  }

  @SuppressWarnings("unchecked")
  private EntityMapping<?> newMapping(Class<?> type) {
    if (Map.class.isAssignableFrom(type)) {
      return new MapMapping((Class<Map<String, @Nullable Object>>) type, identifiers);
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return new TreeMapping((Class<JsonNode>) type, identifiers);
    }
    return BeanMapping.of(type, mapper, identifiers);
  }
}
