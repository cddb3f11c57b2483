package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Untyped entities as JSON trees. */
final class TreeMapping implements EntityMapping<JsonNode> {

  private final Class<JsonNode> type;
  private final Identifiers identifiers;

  TreeMapping(Class<JsonNode> type, Identifiers identifiers) {
    this.type = type;
    this.identifiers = identifiers;
  }

  @Override
  public Class<JsonNode> type() {
    return type;
  }

  @Override
  public @Nullable String id(JsonNode entity) {
    JsonNode value = entity.get(StoreProperty.ID.key());
    return value == null || value.isNull() ? null : identifiers.toId(value);
  }

  @Override
  public String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public JsonNode identified(JsonNode entity, String id) {
    if (entity instanceof ObjectNode object) {
      return object.put(StoreProperty.ID.key(), id);
    }
    throw new InvalidDataAccessApiUsageException(
        "%s has no place for an id; expected a JSON object, found %s"
            .formatted(entity.getClass().getName(), entity.getNodeType()));
  }

  @Override
  public @Nullable Revision revision(JsonNode entity) {
    JsonNode value = entity.get(StoreProperty.REVISION.key());
    boolean absent = value == null || value.isNull();
    return absent
        ? null
        : Identifiers.toRevision(value.isString() ? value.stringValue() : value, id(entity));
  }

  @Override
  public JsonNode written(JsonNode entity, Versioned<JsonNode> stored) {
    if (entity instanceof ObjectNode object) {
      object.put(StoreProperty.ID.key(), stored.id());
      object.put(StoreProperty.REVISION.key(), stored.revision().toString());
    }
    return entity;
  }

  @Override
  public JsonNode merged(JsonNode entity, Versioned<JsonNode> stored) {
    if (entity instanceof ObjectNode object && stored.value() instanceof ObjectNode whole) {
      object.removeAll();
      object.setAll(whole);
    }
    return entity;
  }
}
