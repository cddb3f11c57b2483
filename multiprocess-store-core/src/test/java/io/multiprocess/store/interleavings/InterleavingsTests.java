package io.multiprocess.store.interleavings;

import static io.multiprocess.store.interleavings.StoreOperation.COMPACT;
import static io.multiprocess.store.interleavings.StoreOperation.CREATE;
import static io.multiprocess.store.interleavings.StoreOperation.DELETE;
import static io.multiprocess.store.interleavings.StoreOperation.FIND;
import static io.multiprocess.store.interleavings.StoreOperation.HISTORY;
import static io.multiprocess.store.interleavings.StoreOperation.LIST;
import static io.multiprocess.store.interleavings.StoreOperation.RESOLVE;
import static io.multiprocess.store.interleavings.StoreOperation.SETTLE;
import static io.multiprocess.store.interleavings.StoreOperation.UPDATE;
import static io.multiprocess.store.interleavings.StoreOperation.UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every pair of operations from every state of the object, in all orders of their calls, with and
 * without the death of one of the two after each of its changes. Where there are very many orders
 * the first of them are run; {@code -Dinterleavings=full} runs up to 20,000, and 1,000 for each
 * death, with directories listed at once and entry by entry, and with either rival as the winner.
 */
@Tag("schedules")
class InterleavingsTests {

  private static final List<Program> PROGRAMS =
      List.of(
          Program.of(CREATE),
          Program.of(UPDATE),
          Program.of(UPSERT),
          Program.of(DELETE),
          Program.rejecting(UPDATE),
          Program.of(SETTLE),
          Program.of(RESOLVE),
          Program.of(COMPACT),
          Program.of(UPDATE, COMPACT),
          Program.of(FIND, FIND),
          Program.of(HISTORY),
          Program.of(LIST, LIST));

  private static final boolean FULL = "full".equals(System.getProperty("interleavings"));
  private static final long LIMIT = FULL ? 20_000 : 30;
  private static final long LIMIT_WITH_KILL = FULL ? 1_000 : 1;

  private static Nonces nonces;

  @BeforeAll
  static void seed() {
    nonces = Nonces.begin();
  }

  @AfterAll
  static void unseed() {
    nonces.close();
  }

  @ParameterizedTest
  @EnumSource(value = Start.class, mode = EnumSource.Mode.EXCLUDE, names = "BURIED")
  void twoProcessesAreToldTheTruthWhateverTheOrderOfTheirCalls(Start start, TestReporter reporter) {
    int scenarios = 0;
    int exhausted = 0;
    long runs = 0;
    for (Scenario scenario : scenarios(start)) {
      World prepared = start.prepare(scenario.nonces());
      Exhaustion living = Exhaustion.of(scenario, prepared, false, LIMIT, "");
      assertThat(living.violation()).isEmpty();
      Exhaustion dying = Exhaustion.of(scenario, prepared, true, LIMIT_WITH_KILL, "");
      assertThat(dying.violation()).isEmpty();
      scenarios++;
      exhausted += living.isExhausted() && (dying.isExhausted() || !FULL) ? 1 : 0;
      runs += living.runs() + dying.runs();
    }
    reporter.publishEntry(
        start.toString(),
        "%d schedules; of %d pairs, all schedules of %d".formatted(runs, scenarios, exhausted));
  }

  /** Below the generations of the deleted revisions it could be mistaken for one of them. */
  @Test
  void createStandsAboveWhatIsDeletedMeanwhile() {
    assertExhausted(Start.TWO, Listing.AT_ONCE, Program.of(CREATE), Program.of(DELETE));
  }

  /** What is swept between a look at the tombstones and one at the directory is in neither. */
  @Test
  void nobodyBuriesWhatIsNotDeadWhileItsDescendantsAreCompacted() {
    assertExhausted(
        Start.PAST_CONFLICT, Listing.AT_ONCE, Program.of(UPDATE, COMPACT), Program.of(FIND, FIND));
  }

  @Test
  void compactionKeepsWhatCanBeReadBelowWhatCannot() {
    assertExhausted(
        Start.TORN_BY_NPM, Listing.AT_ONCE, Program.of(COMPACT), Program.of(FIND, FIND));
  }

  /** A merge takes many calls; a reader that lists the tombstones meanwhile may miss some twice. */
  @Test
  void mergingTombstonesHidesNoneOfThem() {
    World prepared = Start.BURIED.prepare(0);
    for (int order = 1; order <= 2; order++) {
      Scenario scenario =
          new Scenario(
              Start.BURIED,
              List.of(Program.of(DELETE), Program.of(FIND, FIND)),
              new Listing(1, order),
              0);
      for (int calls = 2; calls <= 20; calls += 3) {
        for (int changes = 1; changes <= 18; changes++) {
          Scenario.Result result = scenario.run(prepared, new Pauses(calls, changes));
          assertThat(result.violations()).as(result.describe()).isEmpty();
        }
      }
    }
  }

  private static void assertExhausted(Start start, Listing listing, Program... programs) {
    Scenario scenario = new Scenario(start, List.of(programs), listing, 0);

    Exhaustion exhaustion = Exhaustion.of(scenario, start.prepare(0), false, 10_000, "");

    assertThat(exhaustion.violation()).isEmpty();
    assertThat(exhaustion.isExhausted()).as("all of them").isTrue();
  }

  private static List<Scenario> scenarios(Start start) {
    String only = System.getProperty("interleavings.scenario", "");
    List<Scenario> scenarios = new ArrayList<>();
    for (Listing listing :
        FULL ? List.of(Listing.AT_ONCE, new Listing(1, 1)) : List.of(Listing.AT_ONCE)) {
      for (long salt = 0; salt < (FULL ? 2 : 1); salt++) {
        for (int a = 0; a < PROGRAMS.size(); a++) {
          for (int b = a; b < PROGRAMS.size(); b++) {
            Scenario scenario =
                new Scenario(start, List.of(PROGRAMS.get(a), PROGRAMS.get(b)), listing, salt);
            if (scenario.toString().contains(only)) {
              scenarios.add(scenario);
            }
          }
        }
      }
    }
    return scenarios;
  }
}
