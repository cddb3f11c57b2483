package io.multiprocess.store.spring;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.TypedStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How entities become documents and back: the stores' own Jackson mapper, which no bean of the
 * application is, and the mapping of each type.
 */
final class EntityMapper {

  private static final List<String> OWN =
      List.of(StoreProperty.ID.key(), StoreProperty.REVISION.key());

  private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
      (left, right) -> {
        if (left.isNumber() && right.isNumber()) {
          return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
      };

  private final JsonMapper mapper;
  private final Identifiers identifiers;
  private final EntityMerging merging;
  private final Map<Class<?>, EntityMapping<?>> mappings = new ConcurrentHashMap<>();

  EntityMapper(
      Collection<StoreMapperCustomizer> customizers,
      Map<Class<?>, ? extends ConflictResolver<?>> resolvers) {
    JsonMapper.Builder builder = StoreMapper.builder();
    customizers.forEach(customizer -> customizer.customize(builder));
    AnnotationIntrospector others = builder.annotationIntrospector();
    builder.annotationIntrospector(
        AnnotationIntrospectorPair.pair(new StorePropertyIntrospector(), others));
    this.mapper = builder.build();
    this.identifiers = new Identifiers(mapper);
    this.merging = new EntityMerging(mapper, resolvers);
  }

  /** The id that a property's value stands for. */
  String toId(Object value) {
    return identifiers.toId(value);
  }

  /**
   * The store through a type, with what is said about conflicts between its entities.
   *
   * @param own what settles conflicts if nothing is said
   */
  <T> TypedStore<T> typed(ObjectStore store, Class<T> type, ConflictResolver<ObjectNode> own) {
    return merging.typed(store, mappingOf(type).type(), own);
  }

  /** Whether two entities make the same document, whatever revisions they hold. */
  boolean areEqual(Object left, Object right) {
    return document(left).equals(NUMBERS_BY_VALUE, document(right));
  }

  private JsonNode document(Object entity) {
    JsonNode tree = mapper.valueToTree(entity);
    // Of a tree that is an entity itself, Jackson hands out the entity.
    return tree instanceof ObjectNode document ? document.deepCopy().without(OWN) : tree;
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
    return kindOf(entity.getClass());
  }

  /** The type itself, or what all types of maps or trees are taken for. */
  static Class<?> kindOf(Class<?> type) {
    if (Map.class.isAssignableFrom(type)) {
      return Map.class;
    }
    return JsonNode.class.isAssignableFrom(type) ? JsonNode.class : type;
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
