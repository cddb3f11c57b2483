package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SettlementTests {

  @TempDir Path temp;

  private StoreDirectory directory;
  private FileObjectStore store;

  @BeforeEach
  void open() {
    directory = new StoreDirectory(temp);
    store = directory.open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void decisionIsMadeFromAllRivalsAndItsTombstoneNamesItAsEvidence() throws IOException {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    List<Revision> rivals = conflict(base).rivals();

    Versioned<ObjectNode> decision = store.settle("bob", document("n", 3), rivals);

    assertThat(Files.readString(directory.file("bob", decision.revision())))
        .contains("\"_rev\": \"%s %s ~".formatted(rivals.get(1), rivals.get(0)));
    String tombstone = directory.names(".tombstones/bob").get(0);
    assertThat(Files.readString(temp.resolve(".tombstones/bob/" + tombstone)))
        .isEqualTo(
            """
            {
              "kind": "settle",
              "revisions": {
                "%s": [
                  "%s"
                ]
              },
              "evidence": {
                "%s": "%s"
              }
            }"""
                .formatted(rivals.get(0), base.revision(), rivals.get(0), decision.revision()));
    assertThat(directory.names(".local/archive/bob")).containsExactly(rivals.get(0).toString());
  }

  @Test
  void readerFinishesWhatADeadProcessHadDecided() {
    Conflict conflict = conflict(store.create("bob", document("n", 0)));
    Revision decision = decideOnly(conflict);

    assertThat(store.conflicts("bob")).as("before a read").hasSize(1);
    assertThat(store.get("bob").revision()).isEqualTo(decision);

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.revisions("bob")).hasSize(3);
  }

  @Test
  void rivalThatArrivesLaterIsInConflictWithTheOneThatStayed() throws IOException {
    Versioned<ObjectNode> base = store.create("bob", document("n", 0));
    Conflict conflict = conflict(base);
    Path held = temp.resolve(".held");
    Revision late = store.update(base.withValue(document("n", 9))).revision();
    Files.move(directory.file("bob", late), held);

    store.settle("bob", document("n", 3), conflict.rivals());
    directory.write("bob/" + late, Files.readString(held, UTF_8));

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.rivals()).contains(late, conflict.leading()).hasSize(2);
              assertThat(left.current()).isFalse();
            });
  }

  @Test
  void editThatWentAheadOfTheRivalsIsInConflictWithTheDecision() {
    Conflict conflict = conflict(store.create("bob", document("n", 0)));
    Versioned<ObjectNode> ahead = store.update(store.get("bob").withValue(document("n", 9)));

    Versioned<ObjectNode> decision = store.settle("bob", document("n", 3), conflict.rivals());

    assertThat(store.conflicts("bob"))
        .singleElement()
        .satisfies(
            left ->
                assertThat(left.rivals())
                    .containsExactlyInAnyOrder(ahead.revision(), decision.revision()));
  }

  @Test
  void pastRivalIsDroppedUnderTheWinnerThatIsNamedWithIt() {
    Conflict conflict = conflict(store.create("bob", document("n", 0)));
    Revision dropped = conflict.rivals().get(0);
    Versioned<ObjectNode> winner = store.update(store.get("bob").withValue(document("n", 9)));

    Versioned<ObjectNode> decision =
        store.settle("bob", winner.value(), List.of(dropped, winner.revision()));

    assertThat(decision.revision().generation()).isEqualTo(3);
    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.find("bob", dropped)).isEmpty();
    assertThat(store.find("bob", conflict.leading())).isPresent();
  }

  @Test
  void rivalsOfNpmAreSettledToo() {
    directory.write("bob/0-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("bob/0-a" + NPM_TOKEN.substring(1), "{\"n\":2}");

    store.settle("bob", document("n", 3), store.conflicts("bob").get(0).rivals());

    assertThat(store.conflicts("bob")).isEmpty();
    assertThat(store.revisions("bob")).hasSize(2);
  }

  @Test
  void storeThatRejectsStaleEditsRejectsADecisionBelowTheWinner() {
    Conflict conflict = conflict(store.create("bob", document("n", 0)));
    Versioned<ObjectNode> ahead = store.update(store.get("bob").withValue(document("n", 9)));
    try (FileObjectStore rejecting =
        directory.open(StoreOptions.defaults().withOnStale(OnStale.REJECT))) {
      assertThatExceptionOfType(StaleRevisionException.class)
          .isThrownBy(() -> rejecting.settle("bob", document("n", 3), conflict.rivals()))
          .satisfies(stale -> assertThat(stale.winner()).isEqualTo(ahead.revision()));
      assertThat(rejecting.revisions("bob")).hasSize(4);

      rejecting.settle(
          "bob", document("n", 3), List.of(ahead.revision(), conflict.rivals().get(0)));
      assertThat(rejecting.conflicts("bob")).isEmpty();
    }
  }

  private Conflict conflict(Versioned<ObjectNode> base) {
    store.update(base.withValue(document("n", 1)));
    store.update(base.withValue(document("n", 2)));
    return store.conflicts(base.id()).get(0);
  }

  /** What a process does that is killed once its decision is published. */
  private Revision decideOnly(Conflict conflict) {
    DocumentCodec codec = new DocumentCodec(1000, 10);
    Edits.Edit edit =
        new Edits(codec)
            .of(conflict.id(), document("n", 3), conflict.rivals(), conflict.generation() + 1);
    directory.write(conflict.id() + "/" + edit.revision(), new String(edit.content(), UTF_8));
    return edit.revision();
  }
}
