package io.multiprocess.store.histories;

import static io.multiprocess.store.histories.HandMadeHistory.name;
import static io.multiprocess.store.histories.HandMadeHistory.named;
import static io.multiprocess.store.histories.HandMadeHistory.revision;
import static io.multiprocess.store.histories.HandMadeHistory.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.histories.Read.Seen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of broken promise, and nothing in a kept one. */
class HistoryCheckerTests {

  private static final Revision BORN = revision(0, 'a');
  private static final Revision LEFT = revision(1, 'a');
  private static final Revision RIGHT = revision(1, 'b');
  private static final Revision SETTLED = revision(2, 'a');

  private HandMadeHistory history = new HandMadeHistory("kept-0-0");

  @Test
  void keptPromiseIsNoViolation() {
    born()
        .write(WriteKind.UPDATE, 30, 40, LEFT, BORN)
        .write(WriteKind.UPDATE, 30, 40, RIGHT, BORN)
        .read(ReadKind.WINNER, 50, 51, seen(RIGHT))
        .read(ReadKind.HISTORY, 50, 51, seen(RIGHT), seen(LEFT), seen(BORN))
        .read(ReadKind.RIVALS, 50, 51, named(LEFT), named(RIGHT))
        .write(WriteKind.SETTLE, 60, 70, SETTLED, LEFT, RIGHT)
        .bury("settle", 65, 68, LEFT)
        .read(ReadKind.RIVALS, 71, 72)
        .read(ReadKind.HISTORY, 71, 72, seen(SETTLED), seen(RIGHT), seen(BORN))
        .read(ReadKind.NPM, 71, 72, seen(SETTLED))
        .survey("jvm-0.0.main", List.of(SETTLED, RIGHT, BORN))
        .survey("jvm-1.0.main", List.of(SETTLED, RIGHT, BORN));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void deletedLifeIsFollowedByAnotherWithoutViolation() {
    born()
        .delete(30, 40, true)
        .bury("delete", 31, 39, BORN)
        .read(ReadKind.WINNER, 41, 42)
        .delete(43, 44, false)
        .refuse(WriteKind.UPDATE, 43, 44, "ObjectNotFoundException", BORN)
        .write(WriteKind.CREATE, 50, 60, SETTLED)
        .read(ReadKind.REVISION, 61, 62, new Seen(BORN, HistoryLog.ABSENT))
        .survey("jvm-0.0.main", List.of(SETTLED));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void acknowledgedRevisionThatIsNowhereIsLost() {
    history.acknowledge(WriteKind.UPSERT, "w", 10, 20, Optional.of(BORN));
    assertViolation("NothingLost", "is nowhere");
  }

  @Test
  void acknowledgedWriteOfUnknownNameThatIsNowhereIsLost() {
    history.acknowledge(WriteKind.CREATE, "w", 10, 20, Optional.empty());
    assertViolation("NothingLost", "is nowhere");
  }

  @Test
  void damageIsFound() {
    born().body(BORN, false, false, HistoryLog.UNPROVEN);
    assertViolation("NothingLost", "is damaged");
  }

  @Test
  void documentOfAnotherWriteIsFound() {
    born().body(BORN, false, true, "another");
    assertViolation("NothingLost", "holds the document of another");
  }

  @Test
  void twoAcknowledgementsOfOneRevisionAreALostEdit() {
    born().acknowledge(WriteKind.UPSERT, "another", 30, 40, Optional.of(BORN));
    assertViolation("NothingLost", "are one revision");
  }

  @Test
  void removalWithoutTombstoneIsFound() {
    born().body(BORN, true, true, name(BORN));
    assertViolation("NothingLost", "taken away without a tombstone");
  }

  @Test
  void deadRevisionThatNobodySweptIsFound() {
    born().name("delete", 30, 40, BORN);
    assertViolation("NothingLost", "nobody swept it");
  }

  @Test
  void tombstoneOfWhatWasNeverPublishedIsFound() {
    born().name("delete", 30, 40, LEFT);
    assertViolation("NothingLost", "names %s, which is nowhere".formatted(LEFT));
  }

  @Test
  void tombstoneOfWhatWasNotYetPublishedIsFound() {
    born().write(WriteKind.UPDATE, 50, 60, LEFT, BORN).bury("delete", 30, 40, LEFT);
    assertViolation("NothingLost", "named %s before".formatted(LEFT));
  }

  @Test
  void compactionOfWhatNothingWasMadeFromIsFound() {
    born().write(WriteKind.UPDATE, 30, 40, LEFT, BORN).bury("compact", 50, 60, LEFT);
    assertViolation("NothingLost", "from which nothing was made");
  }

  @Test
  void tornReadIsFound() {
    born().read(ReadKind.WINNER, 30, 40, new Seen(BORN, HistoryLog.UNPROVEN));
    assertViolation("NothingForeign", "foreign or torn data");
  }

  @Test
  void refusedWriteThatIsReadIsFound() {
    born()
        .refuse(WriteKind.UPDATE, "w", 30, 40, "StaleRevisionException", BORN)
        .read(ReadKind.WINNER, 50, 60, new Seen(LEFT, "w"));
    assertViolation("NothingForeign", "although refused");
  }

  @Test
  void refusedWriteThatLiesThereIsFound() {
    born()
        .refuse(WriteKind.CREATE, "w", 30, 40, "ObjectExistsException")
        .body(LEFT, false, true, "w");
    assertViolation("NothingForeign", "although refused");
  }

  @Test
  void readBeforeItsWriteBeganIsFound() {
    born().read(ReadKind.WINNER, 5, 6, seen(BORN));
    assertViolation("NothingForeign", "before");
  }

  @Test
  void readOfAnotherDocumentUnderTheSameNameIsFound() {
    born()
        .write(WriteKind.UPDATE, 30, 40, LEFT, BORN)
        .read(ReadKind.HISTORY, 50, 60, seen(LEFT), new Seen(BORN, name(LEFT)));
    assertViolation("NothingForeign", "which is that of");
  }

  @Test
  void writeThatIsPublishedTwiceIsFound() {
    born().body(LEFT, false, true, name(BORN));
    assertViolation("NothingForeign", "published twice");
  }

  @Test
  void winnerBehindAnAcknowledgedOneIsFound() {
    updated().read(ReadKind.WINNER, 41, 42, seen(BORN));
    assertViolation("NoStepBack", "went back to %s behind %s".formatted(BORN, LEFT));
  }

  @Test
  void npmWinnerBehindAnAcknowledgedOneIsFound() {
    updated().read(ReadKind.NPM, 41, 42, seen(BORN));
    assertViolation("NoStepBack", "went back");
  }

  @Test
  void winnerBehindOneThatWasReadIsFound() {
    born()
        .body(LEFT, false, true, name(LEFT), BORN)
        .refuse(WriteKind.UPDATE, "unfinished", 30, 1000, "")
        .read(ReadKind.WINNER, 31, 32, seen(LEFT))
        .read(ReadKind.WINNER, 33, 34, seen(BORN));
    assertViolation("NoStepBack", "went back");
  }

  @Test
  void winnerBehindOneThatWasCompactedMeanwhileIsFound() {
    updated()
        .write(WriteKind.UPDATE, 50, 60, SETTLED, LEFT)
        .bury("compact", 61, 62, LEFT)
        .read(ReadKind.WINNER, 45, 70, seen(BORN));
    assertViolation("NoStepBack", "went back to %s behind %s".formatted(BORN, LEFT));
  }

  @Test
  void winnerBehindOneThatIsBeingAcknowledgedIsNone() {
    updated().read(ReadKind.WINNER, 39, 42, seen(BORN));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void absenceOfWhatWasLiveIsFound() {
    born().read(ReadKind.ABSENT, 30, 40);
    assertViolation("NoStepBack", "found nothing");
  }

  @Test
  void absenceOfWhatMayHaveDiedMeanwhileIsNone() {
    born().delete(30, 50, true).bury("delete", 35, 45, BORN).read(ReadKind.WINNER, 31, 40);
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void absenceBeforeTheDeathIsFound() {
    born().delete(30, 50, true).bury("delete", 35, 45, BORN).read(ReadKind.WINNER, 31, 34);
    assertViolation("NoStepBack", "found nothing");
  }

  @Test
  void revisionThatIsNotFoundWhileItLivesIsFound() {
    updated().read(ReadKind.REVISION, 50, 60, new Seen(BORN, HistoryLog.ABSENT));
    assertViolation("NoStepBack", "did not find");
  }

  @Test
  void historyWithAGapIsFound() {
    updated().read(ReadKind.HISTORY, 50, 60, seen(LEFT));
    assertViolation("NoStepBack", "left out " + BORN);
  }

  @Test
  void hiddenConflictIsFound() {
    updated().write(WriteKind.UPDATE, 30, 40, RIGHT, BORN).read(ReadKind.RIVALS, 50, 60);
    assertViolation("NoStepBack", "hid the conflict");
  }

  @Test
  void deletionThatSawNothingIsFound() {
    born().delete(30, 40, false);
    assertViolation("NoStepBack", "was live");
  }

  @Test
  void refusalForWantOfTheObjectIsFound() {
    born().refuse(WriteKind.UPDATE, 30, 40, "ObjectNotFoundException", BORN);
    assertViolation("NoStepBack", "was live");
  }

  @Test
  void creationOfWhatExistsIsFound() {
    born().write(WriteKind.CREATE, 30, 40, LEFT);
    assertViolation("NoStepBack", "was live");
  }

  @Test
  void readAfterATombstoneIsFound() {
    long later = 61 + NoReturn.UNSEEN_NANOS;
    updated()
        .bury("compact", 50, 60, BORN)
        .read(ReadKind.HISTORY, later, later + 1, seen(LEFT), seen(BORN));
    assertViolation("NoReturn", "after a tombstone named it");
  }

  @Test
  void readOfWhatAHistoryHasLeftOutIsFound() {
    updated()
        .bury("compact", 50, 60, BORN)
        .read(ReadKind.HISTORY, 61, 62, seen(LEFT))
        .read(ReadKind.HISTORY, 63, 64, seen(LEFT), seen(BORN));
    assertViolation("NoReturn", "left out before");
  }

  @Test
  void tombstoneMayGoUnseenForAMoment() {
    long soon = 60 + NoReturn.UNSEEN_NANOS;
    updated()
        .bury("compact", 50, 60, BORN)
        .read(ReadKind.HISTORY, soon, soon + 1, seen(LEFT), seen(BORN));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void rivalAfterATombstoneIsFound() {
    long later = 61 + NoReturn.UNSEEN_NANOS;
    updated().bury("compact", 50, 60, BORN).read(ReadKind.RIVALS, later, later + 1, named(BORN));
    assertViolation("NoReturn", "after a tombstone named it");
  }

  @Test
  void npmReadsWhatIsDeadUntilItIsSwept() {
    born().bury("delete", 30, 40, BORN).read(ReadKind.NPM, 50, 60, seen(BORN));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void readAfterAnAcknowledgedDeletionIsFound() {
    born().delete(30, 40, true).bury("delete", 35, 90, BORN).read(ReadKind.NPM, 50, 60, seen(BORN));
    assertViolation("NoReturn", "after it was deleted");
  }

  @Test
  void readOfWhatADeletionCouldNotSeeIsNone() {
    updated().delete(35, 50, true).bury("delete", 36, 37, BORN);
    history.read(ReadKind.WINNER, 60, 70, seen(LEFT));
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void twoPublishedEditsOfOneBaseAreFoundWhereStaleOnesAreRejected() {
    history = new HandMadeHistory("strict-0-0");
    updated().write(WriteKind.UPDATE, 30, 40, RIGHT, BORN);
    assertViolation("OneWinnerPerBase", "are both edits of " + BORN);
  }

  @Test
  void rejectionWithoutReasonIsFound() {
    history = new HandMadeHistory("strict-0-0");
    born().refuse(WriteKind.UPDATE, 30, 40, "StaleRevisionException", BORN);
    assertViolation("OneWinnerPerBase", "its base was the winner");
  }

  @Test
  void rejectionOfAnEditThatCameLateIsNone() {
    history = new HandMadeHistory("strict-0-0");
    updated().refuse(WriteKind.UPDATE, 31, 45, "StaleRevisionException", BORN);
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void twoCreatorsOfOneLifeAreFound() {
    born().write(WriteKind.CREATE, 15, 25, revision(0, 'b'));
    assertViolation("OneCreatorPerLife", "both created one life");
  }

  @Test
  void processThatElectsAnotherWinnerIsFound() {
    updated().survey("npm-0.0.0", List.of(BORN));
    assertViolation("Agreement", "winner of kept-0-0");
  }

  @Test
  void processThatHidesAConflictInTheEndIsFound() {
    updated().write(WriteKind.UPDATE, 30, 40, RIGHT, BORN);
    history.survey("jvm-0.0.main", List.of(RIGHT, LEFT, BORN));
    assertViolation("Agreement", "conflicts of kept-0-0");
  }

  @Test
  void processThatShowsWhatOnlyDeadRevisionsWereMadeFromIsFound() {
    updated().bury("delete", 50, 60, LEFT).survey("jvm-0.0.main", List.of(BORN));
    assertViolation("Agreement", "history of kept-0-0");
  }

  private HandMadeHistory born() {
    return history.write(WriteKind.CREATE, 10, 20, BORN);
  }

  private HandMadeHistory updated() {
    return born().write(WriteKind.UPDATE, 30, 40, LEFT, BORN);
  }

  private void assertViolation(String oracle, String what) {
    assertThat(history.violations())
        .anySatisfy(violation -> assertThat(violation).contains("[%s]".formatted(oracle), what));
  }
}
