package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class UntypedEntitiesTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  private StoreTemplate template;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("things", directory);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void aMapIsGivenIdAndRevision() {
    Map<String, @Nullable Object> thing = new HashMap<>(Map.of("name", "one"));

    assertThat(template.create(thing)).isSameAs(thing);

    assertThat(thing).containsKeys("_id", "_rev").hasSize(3);
    assertThat((Object) template.get(Map.class, String.valueOf(thing.get("_id")))).isEqualTo(thing);
  }

  @Test
  void aMapIsUpdatedFromItsRevisionAndAsAWhole() {
    template.create(new HashMap<>(Map.of("_id", "a", "name", "one", "age", 7)));
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> read = template.get(Map.class, "a");
    read.remove("age");

    template.update(read);

    assertThat(read.get("_rev")).asString().startsWith("1-");
    assertThat(template.store().get("a").value().toString()).isEqualTo("{\"name\":\"one\"}");
  }

  @Test
  void anUnmodifiableMapIsReturnedAnew() {
    Map<String, Object> thing = Map.of("_id", "a", "name", "one");

    Map<String, Object> created = template.create(thing);

    assertThat(thing).doesNotContainKey("_rev");
    assertThat(created).containsEntry("name", "one").containsKey("_rev");
  }

  @Test
  void aMapHoldsTheWholeObjectAfterAnUpsert() {
    template.create(new HashMap<>(Map.of("_id", "a", "name", "one", "age", 7)));
    Map<String, Object> fields = new HashMap<>(Map.of("_id", "a", "name", "two"));

    template.upsert(fields);

    assertThat(fields).containsEntry("name", "two").containsEntry("age", 7);
    assertThat(fields.get("_rev")).asString().startsWith("1-");
  }

  @Test
  void aNumberIsTheIdOfAMap() {
    template.create(new HashMap<>(Map.of("_id", 7)));

    assertThat(template.exists("7")).isTrue();
  }

  @Test
  void aTreeIsGivenIdAndRevision() {
    ObjectNode thing = JSON.createObjectNode().put("name", "one");

    assertThat(template.create(thing)).isSameAs(thing);

    assertThat(template.get(ObjectNode.class, thing.get("_id").stringValue())).isEqualTo(thing);
    assertThat(template.update(thing).get("_rev").stringValue()).startsWith("1-");
  }

  @Test
  void aTreeHoldsTheWholeObjectAfterAnUpsert() {
    template.create(JSON.createObjectNode().put("_id", "a").put("name", "one").put("age", 7));
    ObjectNode fields = JSON.createObjectNode().put("_id", "a").put("name", "two");

    template.upsert(fields);

    assertThat(fields.get("age").intValue()).isEqualTo(7);
    assertThat(fields.get("_rev").stringValue()).startsWith("1-");
  }

  @Test
  void aRevisionThatIsNoTextIsRefused() {
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.update(JSON.createObjectNode().put("_id", "a").put("_rev", 7)))
        .withMessage(
            "'7' of 'a' is not a revision; expected <generation>-<32 hex digits> as it was read");
  }

  @Test
  void anArrayIsNoObject() {
    ArrayNode array = JSON.createArrayNode().add(1);

    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(array))
        .withMessageEndingWith("expected a JSON object, found ARRAY");
  }
}
