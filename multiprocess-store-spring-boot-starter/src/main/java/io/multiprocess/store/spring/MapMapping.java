package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Untyped entities as maps. */
final class MapMapping implements EntityMapping<Map<String, @Nullable Object>> {

  private final Class<Map<String, @Nullable Object>> type;
  private final Identifiers identifiers;

  MapMapping(Class<Map<String, @Nullable Object>> type, Identifiers identifiers) {
    this.type = type;
    this.identifiers = identifiers;
  }

  @Override
  public Class<Map<String, @Nullable Object>> type() {
    return type;
  }

  @Override
  public @Nullable String id(Map<String, @Nullable Object> entity) {
    Object value = entity.get(StoreProperty.ID.key());
    return value == null ? null : identifiers.toId(value);
  }

  @Override
  public String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public Map<String, @Nullable Object> identified(Map<String, @Nullable Object> entity, String id) {
    return with(entity, Map.of(StoreProperty.ID.key(), id));
  }

  @Override
  public @Nullable Revision revision(Map<String, @Nullable Object> entity) {
    return Identifiers.toRevision(entity.get(StoreProperty.REVISION.key()), id(entity));
  }

  @Override
  public Map<String, @Nullable Object> written(
      Map<String, @Nullable Object> entity, Versioned<Map<String, @Nullable Object>> stored) {
    return with(
        entity,
        Map.of(
            StoreProperty.ID.key(), stored.id(),
            StoreProperty.REVISION.key(), stored.revision().toString()));
  }

  @Override
  public Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> entity, Versioned<Map<String, @Nullable Object>> stored) {
    try {
      entity.keySet().retainAll(stored.value().keySet());
      entity.putAll(stored.value());
      return entity;
    } catch (UnsupportedOperationException unmodifiable) {
      return stored.value();
    }
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> entity, Map<String, ? extends @Nullable Object> fields) {
    try {
      entity.putAll(fields);
      return entity;
    } catch (UnsupportedOperationException unmodifiable) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>(entity);
      copy.putAll(fields);
      return copy;
    }
  }
}
