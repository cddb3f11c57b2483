package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class ClashTests {

  private static final Revision LOW = new Revision(2, "a".repeat(32));
  private static final Revision MIDDLE = new Revision(2, "b".repeat(32));
  private static final Revision LEADING = new Revision(2, "c".repeat(32));

  private final SortedMap<Revision, Optional<JsonNode>> values = new TreeMap<>();

  @Test
  void oursIsTheLeadingRivalsAndTheirsTheNextThatDiffers() {
    values.put(LEADING, Optional.of(IntNode.valueOf(1)));
    values.put(MIDDLE, Optional.of(DoubleNode.valueOf(1.0)));
    values.put(LOW, Optional.of(StringNode.valueOf("x")));

    Clash clash = new Clash("/a", Optional.empty(), values);

    assertThat(clash.ours()).contains(IntNode.valueOf(1));
    assertThat(clash.theirs()).contains(StringNode.valueOf("x"));
  }

  @Test
  void aRivalMayHaveNothing() {
    values.put(LEADING, Optional.of(IntNode.valueOf(1)));
    values.put(LOW, Optional.empty());

    assertThat(new Clash("/a", Optional.empty(), values).theirs()).isEmpty();
  }

  @Test
  void valuesAreCopies() {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    values.put(LEADING, Optional.of(value));
    values.put(LOW, Optional.empty());
    Clash clash = new Clash("/a", Optional.of(value), values);

    value.put("changed", true);
    values.clear();

    assertThat(clash.ours().orElseThrow()).isEmpty();
    assertThat(clash.base().orElseThrow()).isEmpty();
  }

  @Test
  void oneRivalDoesNotClash() {
    values.put(LOW, Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Clash("/a", Optional.empty(), values))
        .withMessage("Clash at '/a' is of [%s]; expected two or more rivals", LOW);
  }
}
