package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConflictTests {

  private final Revision low = new Revision(2, "1".repeat(32));
  private final Revision high = new Revision(2, "a".repeat(32));
  private final Revision later = new Revision(3, "0".repeat(32));

  @Test
  void greatestRivalLeads() {
    Conflict conflict = conflict(List.of(low, high), List.of());

    assertThat(conflict.leading()).isEqualTo(high);
    assertThat(conflict.generation()).isEqualTo(2);
  }

  @Test
  void rivalsAreCopied() {
    List<Revision> rivals = new ArrayList<>(List.of(low, high));
    Conflict conflict = conflict(rivals, List.of());
    rivals.clear();

    assertThat(conflict.rivals()).containsExactly(low, high);
  }

  @Test
  void oneRevisionIsNoConflict() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conflict(List.of(low), List.of()))
        .withMessage("Conflict of 'alice' has rivals [%s]; expected two or more", low);
  }

  @Test
  void oneRevisionIsInConflictWithADeletion() {
    Conflict conflict = conflict(List.of(later), List.of(low, high));

    assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETION);
    assertThat(conflict(List.of(low, high), List.of()).kind()).isEqualTo(Conflict.Kind.EDITS);
  }

  @Test
  void rivalsStandInOrder() {
    for (List<Revision> wrong : List.of(List.of(high, low), List.of(low, low))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> conflict(wrong, List.of()))
          .withMessage("Conflict of 'alice' has rivals %s; expected them in election order", wrong);
    }
  }

  @Test
  void leavesAreRivals() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Conflict(
                    "alice",
                    List.of(low, high),
                    List.of(),
                    true,
                    List.of(later),
                    Optional.empty(),
                    Instant.EPOCH))
        .withMessage(
            "Conflict of 'alice' has leaves [%s]; expected them among its rivals [%s, %s]",
            later, low, high);
  }

  private static Conflict conflict(List<Revision> rivals, List<Revision> deleted) {
    return new Conflict("alice", rivals, deleted, true, rivals, Optional.empty(), Instant.EPOCH);
  }
}
