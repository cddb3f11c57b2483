package io.multiprocess.sample.users;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads text and takes anything else for a field this application does not know: the user stays
 * readable, and the store keeps the value.
 */
final class TextOnly extends StdDeserializer<String> {

  TextOnly() {
    super(String.class);
  }

  @Override
  public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.hasToken(JsonToken.VALUE_STRING)) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }
}
