package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.ElectionVectors.Vector;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The election is the npm package's. */
class ElectionVectorTests {

  @Test
  void vectorsAreAllThere() {
    assertThat(ElectionVectors.valid()).hasSize(128);
    assertThat(ElectionVectors.beyondCounting()).hasSize(2);
    assertThat(ElectionVectors.foreign()).hasSize(48);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.multiprocess.store.ElectionVectors#valid")
  void revisionsStandInNpmOrder(Vector vector) {
    List<Revision> revisions = vector.names().stream().map(Revision::parse).toList();

    assertThat(revisions.stream().sorted().map(Revision::toString))
        .containsExactlyElementsOf(vector.sorted());
    assertThat(Collections.max(revisions)).hasToString(vector.winner());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.multiprocess.store.ElectionVectors#beyondCounting")
  void generationsBeyondCountingAreNoRevisions(Vector vector) {
    assertThat(vector.names()).noneMatch(Revision::isRevision);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreignNames")
  void foreignNameIsNoRevision(Vector vector) {
    String foreign = Objects.requireNonNull(vector.foreign());

    assertThat(Revision.isRevision(foreign)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Revision.parse(foreign))
        .withMessage("'%s' is not a revision; expected <generation>-<32 hex digits>", foreign);
    assertThat(vector.names().stream().filter(Revision::isRevision)).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreignContents")
  void foreignContentHidesUnderARevisionsName(Vector vector) {
    assertThat(vector.names()).allMatch(Revision::isRevision);
    assertThat(vector.names().stream().map(Revision::parse).sorted().map(Revision::toString))
        .containsExactlyElementsOf(vector.sorted());
  }

  static Stream<Vector> foreignNames() {
    return ElectionVectors.foreign().filter(vector -> !vector.hasForeignContent());
  }

  static Stream<Vector> foreignContents() {
    return ElectionVectors.foreign().filter(Vector::hasForeignContent);
  }
}
