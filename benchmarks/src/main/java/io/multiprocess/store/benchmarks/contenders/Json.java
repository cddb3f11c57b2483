package io.multiprocess.store.benchmarks.contenders;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Documents as JSON, for contenders that keep whatever bytes they are given. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  static byte[] bytes(Person person) {
    return MAPPER.writeValueAsBytes(person);
  }

  static String text(Person person) {
    return new String(bytes(person), StandardCharsets.UTF_8);
  }

  /** What a map has under an id that must be there. */
  static byte[] present(String id, byte @Nullable [] json) {
    if (json == null) {
      throw new IllegalStateException("There is no '%s'".formatted(id));
    }
    return json;
  }

  static Person parse(byte[] json) {
    return MAPPER.readValue(json, Person.class);
  }

  static Person parse(String json) {
    return MAPPER.readValue(json, Person.class);
  }
}
