package io.multiprocess.store.repository.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.Revision;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RevisionNumberTests {

  private static final String LOW = "7-11111111111111111111111111111111";
  private static final String HIGH = "7-22222222222222222222222222222222";

  @Test
  void isTheGenerationAsANumberAndTheRevisionOtherwise() {
    RevisionNumber low = RevisionNumber.valueOf(LOW);
    RevisionNumber high = RevisionNumber.valueOf(HIGH);

    assertThat(low.longValue()).isEqualTo(high.longValue()).isEqualTo(7);
    assertThat(low.intValue()).isEqualTo(7);
    assertThat(low.doubleValue()).isEqualTo(7.0);
    assertThat(low.floatValue()).isEqualTo(7.0f);
    assertThat(low).isNotEqualTo(high).isLessThan(high).hasToString(LOW);
    assertThat(low)
        .isEqualTo(RevisionNumber.of(Revision.parse(LOW)))
        .hasSameHashCodeAs(RevisionNumber.valueOf(LOW));
  }

  @Test
  void isTextInJson() {
    JsonMapper json = JsonMapper.builder().build();
    RevisionNumber number = RevisionNumber.valueOf(LOW);

    assertThat(json.writeValueAsString(number)).isEqualTo("\"" + LOW + "\"");
    assertThat(json.readValue("\"" + LOW + "\"", RevisionNumber.class)).isEqualTo(number);
    assertThatIllegalArgumentException().isThrownBy(() -> RevisionNumber.valueOf("7"));
  }
}
