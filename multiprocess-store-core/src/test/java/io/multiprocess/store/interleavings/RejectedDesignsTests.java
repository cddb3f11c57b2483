package io.multiprocess.store.interleavings;

import static io.multiprocess.store.interleavings.RejectedDesign.CLAIM_WITHOUT_LOOKING_AGAIN;
import static io.multiprocess.store.interleavings.RejectedDesign.LINKED_CLAIM;
import static io.multiprocess.store.interleavings.RejectedDesign.MKDIR_AND_LINK;
import static io.multiprocess.store.interleavings.RejectedDesign.PRUNE_NEWEST_FIRST;
import static io.multiprocess.store.interleavings.RejectedDesign.PRUNE_UNREAD;
import static io.multiprocess.store.interleavings.RejectedDesign.TRASH_AND_REMOVE;
import static io.multiprocess.store.interleavings.RejectedDesign.TRASH_AND_RESTORE;
import static io.multiprocess.store.interleavings.RejectedDesign.UNLINK_NEWEST_FIRST;
import static io.multiprocess.store.interleavings.StoreOperation.COMPACT;
import static io.multiprocess.store.interleavings.StoreOperation.CREATE;
import static io.multiprocess.store.interleavings.StoreOperation.FIND;
import static io.multiprocess.store.interleavings.StoreOperation.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Mistakes that were made, or nearly made, in this protocol: each is found when it is planted, with
 * the shortest schedule that shows it. The numbers are those of the protocol's experiments, which
 * know no R10.
 */
@Tag("schedules")
class RejectedDesignsTests {

  private static final long LIMIT = 400;

  private static Nonces nonces;

  @BeforeAll
  static void seed() {
    nonces = Nonces.begin();
  }

  @AfterAll
  static void unseed() {
    nonces.close();
  }

  @Test
  void r1TrashingADirectoryLosesAnAcknowledgedEdit(TestReporter reporter) {
    Scenario scenario = scenario(Start.ONE, Program.of(UPDATE), Program.of(TRASH_AND_REMOVE));

    assertThat(found(reporter, scenario, false, "lost: .*\\b1-")).isNotEmpty();
  }

  @Test
  void r2RestoringATrashedDirectoryHidesTheObjectMeanwhile(TestReporter reporter) {
    Scenario scenario =
        scenario(Start.ONE, Program.of(UPDATE, FIND), Program.of(TRASH_AND_RESTORE));

    assertThat(found(reporter, scenario, false, "FIND = \\[]' went back behind .*\\b1-"))
        .isNotEmpty();
  }

  @Test
  void r3ProcessKilledBeforeItRestoresLosesAnAcknowledgedEdit(TestReporter reporter) {
    Scenario scenario = scenario(Start.ONE, Program.of(UPDATE), Program.of(TRASH_AND_RESTORE));

    assertThat(found(reporter, scenario, true, "lost: .*\\b1-")).contains("killed: B");
  }

  @Test
  void r4UnlinkingTheNewestFirstShowsAnOldState(TestReporter reporter) {
    Scenario scenario = scenario(Start.TWO, Program.of(FIND), Program.of(UNLINK_NEWEST_FIRST));

    assertThat(found(reporter, scenario, true, "saw what was dead")).isNotEmpty();
  }

  @Test
  void r5CreatingByMkdirAndLinkSucceedsTwice(TestReporter reporter) {
    Scenario scenario = scenario(Start.ABSENT, Program.of(CREATE), Program.of(MKDIR_AND_LINK));

    assertThat(found(reporter, scenario, false, "made a second object beside")).isNotEmpty();
  }

  @Test
  void r6PruningTheNewestFirstLetsAReaderGoBack(TestReporter reporter) {
    String found = "";
    for (int order = 1; found.isEmpty() && order < 20; order++) {
      Scenario scenario =
          new Scenario(
              Start.TWO,
              List.of(Program.of(FIND), Program.of(UPDATE, PRUNE_NEWEST_FIRST)),
              new Listing(1, order),
              0);
      found = found(reporter, scenario, false, "FIND = \\[0-.* went back behind .*\\b1-");
    }

    assertThat(found).isNotEmpty();
  }

  @Test
  void r7CommittingAClaimWithoutLookingAgainAcceptsTwoEditsOfABase(TestReporter reporter) {
    Scenario scenario =
        scenario(
            Start.ONE,
            Program.rejecting(CLAIM_WITHOUT_LOOKING_AGAIN),
            Program.rejecting(CLAIM_WITHOUT_LOOKING_AGAIN));

    assertThat(found(reporter, scenario, false, "is the second edit of its base")).isNotEmpty();
  }

  @Test
  void r8LinkedClaimIsToldStaleAlthoughItIsPublished(TestReporter reporter) {
    Scenario scenario =
        scenario(Start.ONE, Program.rejecting(LINKED_CLAIM), Program.rejecting(LINKED_CLAIM));

    assertThat(found(reporter, scenario, false, "was published all the same")).isNotEmpty();
  }

  @Test
  void r9PruningBelowAFileThatNobodyReadGivesEverythingUp(TestReporter reporter) {
    Scenario scenario = scenario(Start.TORN, Program.of(FIND), Program.of(PRUNE_UNREAD));

    assertThat(found(reporter, scenario, false, "afterwards: .*DamagedRevisionException"))
        .isNotEmpty();
  }

  @Test
  void r11ListingBeforeTheTombstonesLetsAReaderGoBack(TestReporter reporter) {
    Scenario scenario =
        new Scenario(
            Start.PAST_CONFLICT,
            List.of(Program.of(FIND), Program.of(UPDATE, COMPACT)),
            Listing.BEFORE_TOMBSTONES,
            0);

    assertThat(found(reporter, scenario, false, "FIND = \\[1-.* went back behind .*\\b3-"))
        .isNotEmpty();
  }

  /** The same operations of the store itself violate nothing. */
  @Test
  void whatTheStoreDoesInsteadViolatesNothing(TestReporter reporter) {
    assertThat(
            found(
                reporter,
                scenario(Start.ONE, Program.of(UPDATE, FIND), Program.of(StoreOperation.DELETE)),
                true,
                ""))
        .isEmpty();
    assertThat(
            found(
                reporter,
                scenario(Start.PAST_CONFLICT, Program.of(FIND), Program.of(UPDATE, COMPACT)),
                true,
                ""))
        .isEmpty();
    assertThat(
            found(reporter, scenario(Start.TORN, Program.of(FIND), Program.of(COMPACT)), true, ""))
        .isEmpty();
  }

  private static Scenario scenario(Start start, Program... programs) {
    return new Scenario(start, List.of(programs), Listing.AT_ONCE, 0);
  }

  private static String found(
      TestReporter reporter, Scenario scenario, boolean withKills, String wanted) {
    Exhaustion exhaustion =
        Exhaustion.of(
            scenario, scenario.start().prepare(scenario.nonces()), withKills, LIMIT, wanted);
    Scenario.Result shortest = exhaustion.shortest();
    if (shortest != null) {
      reporter.publishEntry(shortest.schedule(), exhaustion.violation());
      System.out.printf("%s%n  %s: %s%n", scenario, shortest.schedule(), shortest.violations());
    }
    return exhaustion.violation();
  }
}
