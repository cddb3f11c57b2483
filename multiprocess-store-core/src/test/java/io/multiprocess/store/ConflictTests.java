package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictTests {

  private final Revision low = new Revision(2, "1".repeat(32));
  private final Revision high = new Revision(2, "a".repeat(32));
  private final Revision later = new Revision(3, "0".repeat(32));

  @Test
  void greatestRivalLeads() {
    Conflict conflict = new Conflict("alice", List.of(low, high), true);

    assertThat(conflict.leading()).isEqualTo(high);
    assertThat(conflict.generation()).isEqualTo(2);
  }

  @Test
  void rivalsAreCopied() {
    List<Revision> rivals = new ArrayList<>(List.of(low, high));
    Conflict conflict = new Conflict("alice", rivals, false);
    rivals.clear();

    assertThat(conflict.rivals()).containsExactly(low, high);
  }

  @Test
  void oneRevisionIsNoConflict() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Conflict("alice", List.of(low), true))
        .withMessage("Conflict of 'alice' has rivals [%s]; expected two or more", low);
  }

  @Test
  void rivalsShareAGenerationAndStandInOrder() {
    String expected =
        "Conflict of 'alice' has rivals %s; expected one generation in election order";

    for (List<Revision> wrong :
        List.of(List.of(high, low), List.of(low, low), List.of(low, later))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Conflict("alice", wrong, true))
          .withMessage(expected, wrong);
    }
  }
}
