package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records and classes. */
final class BeanMapping<T> implements EntityMapping<T> {

  private final Class<T> type;
  private final JsonMapper mapper;
  private final Identifiers identifiers;
  private final Collection<BeanProperty> properties;
  private final BeanProperty id;
  private final @Nullable BeanProperty revision;

  private BeanMapping(
      Class<T> type,
      JsonMapper mapper,
      Identifiers identifiers,
      Collection<BeanProperty> properties,
      BeanProperty id,
      @Nullable BeanProperty revision) {
    this.type = type;
    this.mapper = mapper;
    this.identifiers = identifiers;
    this.properties = properties;
    this.id = id;
    this.revision = revision;
  }

  static <T> BeanMapping<T> of(Class<T> type, JsonMapper mapper, Identifiers identifiers) {
    Map<String, BeanProperty> properties = BeanProperty.of(type, mapper);
    BeanProperty id = properties.get(StoreProperty.ID.key());
    if (id == null) {
      throw new InvalidDataAccessApiUsageException(
          "%s has no id; annotate the property that holds it with @Id of Spring Data, or name it '_id', for example with @JsonProperty(\"_id\")"
              .formatted(type.getName()));
    }
    BeanProperty revision = properties.get(StoreProperty.REVISION.key());
    if (revision != null && !revision.type().hasRawClass(String.class)) {
      throw new InvalidDataAccessApiUsageException(
          "%s keeps its revision as %s; expected the property with @Version or the name '_rev' to be a String"
              .formatted(type.getName(), revision.type().toCanonical()));
    }
    return new BeanMapping<>(type, mapper, identifiers, properties.values(), id, revision);
  }

  @Override
  public Class<T> type() {
    return type;
  }

  @Override
  public @Nullable String id(T entity) {
    Object value = id.get(entity);
    return value == null ? null : identifiers.toId(value);
  }

  @Override
  public String newId() {
    if (id.type().hasRawClass(String.class) || id.type().hasRawClass(UUID.class)) {
      return UUID.randomUUID().toString();
    }
    throw new InvalidDataAccessApiUsageException(
        "%s has no id yet, and ids of type %s cannot be made up; set one, or make the id a String or UUID"
            .formatted(type.getName(), id.type().toCanonical()));
  }

  @Override
  public T identified(T entity, String newId) {
    Object value = identifiers.fromId(newId, id.type());
    if (id.isSettable()) {
      id.set(entity, value);
      return entity;
    }
    return EntityCopy.of(entity, Map.of(id, value)).orElseGet(() -> remade(entity, newId));
  }

  /** The entity by way of its document, for a type that can be changed in no other way. */
  private T remade(T entity, String newId) {
    try {
      ObjectNode tree = mapper.valueToTree(entity);
      return mapper.treeToValue(tree.put(StoreProperty.ID.key(), newId), type);
    } catch (JacksonException e) {
      throw new InvalidDataAccessApiUsageException(
          "%s cannot be given an id: %s".formatted(type.getName(), e.getOriginalMessage()), e);
    }
  }

  @Override
  public @Nullable Revision revision(T entity) {
    return revision == null ? null : Identifiers.toRevision(revision.get(entity), id(entity));
  }

  @Override
  public T written(T entity, Versioned<T> stored) {
    if (!isChangeable(entity)) {
      return EntityCopy.of(entity, changes(entity, stored)).orElseGet(stored::value);
    }
    if (id.get(entity) == null) {
      id.set(entity, identifiers.fromId(stored.id(), id.type()));
    }
    if (revision != null) {
      revision.set(entity, stored.revision().toString());
    }
    return entity;
  }

  private Map<BeanProperty, Object> changes(T entity, Versioned<T> stored) {
    Map<BeanProperty, Object> changes = new LinkedHashMap<>();
    if (id.get(entity) == null) {
      changes.put(id, identifiers.fromId(stored.id(), id.type()));
    }
    if (revision != null) {
      changes.put(revision, stored.revision().toString());
    }
    return changes;
  }

  @Override
  public T merged(T entity, Versioned<T> stored) {
    if (!isChangeable(entity)) {
      return stored.value();
    }
    properties.stream()
        .filter(BeanProperty::isSettable)
        .forEach(property -> property.set(entity, property.get(stored.value())));
    return written(entity, stored);
  }

  /** Whether the instance can be given what it lacks. */
  private boolean isChangeable(T entity) {
    return (id.isSettable() || id.get(entity) != null)
        && (revision == null || revision.isSettable());
  }
}
