package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.json.JsonMapper;

/** Records and classes. */
final class BeanMapping<T> implements EntityMapping<T> {

  private final Class<T> type;
  private final Identifiers identifiers;
  private final Collection<BeanProperty> properties;
  private final BeanProperty id;
  private final @Nullable BeanProperty revision;

  private BeanMapping(
      Class<T> type,
      Identifiers identifiers,
      Collection<BeanProperty> properties,
      BeanProperty id,
      @Nullable BeanProperty revision) {
    this.type = type;
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
    return new BeanMapping<>(type, identifiers, properties.values(), id, revision);
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
  public @Nullable Revision revision(T entity) {
    return revision == null ? null : Identifiers.toRevision(revision.get(entity), id(entity));
  }

  @Override
  public T written(T entity, Versioned<T> stored) {
    if (!isChangeable(entity)) {
      return stored.value();
    }
    if (id.get(entity) == null) {
      id.set(entity, identifiers.fromId(stored.id(), id.type()));
    }
    if (revision != null) {
      revision.set(entity, stored.revision().toString());
    }
    return entity;
  }

  @Override
  public T merged(T entity, Versioned<T> stored) {
    if (isChangeable(entity)) {
      properties.stream()
          .filter(BeanProperty::isSettable)
          .forEach(property -> property.set(entity, property.get(stored.value())));
    }
    return written(entity, stored);
  }

  /** Whether the instance can be given what it lacks. */
  private boolean isChangeable(T entity) {
    return (id.isSettable() || id.get(entity) != null)
        && (revision == null || revision.isSettable());
  }
}
