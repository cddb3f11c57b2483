package io.multiprocess.store.spring;

import io.multiprocess.store.Revision;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the values of id and revision properties into the store's ids and revisions. */
final class Identifiers {

  private final JsonMapper mapper;

  Identifiers(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** The id that a property's value stands for: text is itself, whole numbers are in decimal. */
  String toId(Object value) {
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    JsonNode node;
    try {
      node = mapper.valueToTree(value);
    } catch (JacksonException e) {
      throw notAnId(value, e);
    }
    if (node.isString() || node.isIntegralNumber()) {
      return node.asString();
    }
    throw notAnId(value, null);
  }

  /** The id as a value of the property's type. */
  Object fromId(String id, JavaType type) {
    return mapper.convertValue(id, type);
  }

  /** The revision that a property's value names. */
  static @Nullable Revision toRevision(@Nullable Object value, @Nullable String id) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text && Revision.isRevision(text)) {
      return Revision.parse(text);
    }
    throw new InvalidDataAccessApiUsageException(
        "'%s' of '%s' is not a revision; expected <generation>-<32 hex digits> as it was read"
            .formatted(value, id));
  }

  private static InvalidDataAccessApiUsageException notAnId(
      Object value, @Nullable JacksonException cause) {
    return new InvalidDataAccessApiUsageException(
        "'%s' of type %s is not an id; expected text, a whole number, or a type that Jackson writes as one of them"
            .formatted(value, value.getClass().getName()),
        cause);
  }
}
