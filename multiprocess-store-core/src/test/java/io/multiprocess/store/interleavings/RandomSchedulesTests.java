package io.multiprocess.store.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Three processes with a few operations each, in random orders of their calls. {@code
 * -Dinterleavings.seed=<n>} begins with another schedule and {@code -Dinterleavings.schedules=<n>}
 * runs more or fewer of them; a schedule that fails names its seed.
 */
@Tag("schedules")
class RandomSchedulesTests {

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
  void threeProcessesAreToldTheTruthWhateverTheOrderOfTheirCalls(TestReporter reporter) {
    long first = Long.getLong("interleavings.seed", 1);
    boolean full = "full".equals(System.getProperty("interleavings"));
    long schedules = Long.getLong("interleavings.schedules", full ? 200_000 : 10_000);
    Map<String, World> prepared = new HashMap<>();
    long calls = 0;
    for (long seed = first; seed < first + schedules; seed++) {
      RandomSchedule schedule = new RandomSchedule(seed);
      Scenario scenario = schedule.scenario();
      World world =
          prepared.computeIfAbsent(
              scenario.start() + " " + scenario.nonces(),
              start -> scenario.start().prepare(scenario.nonces()));

      Scenario.Result result = scenario.run(world, schedule);

      assertThat(result.violations())
          .as(
              "repeat with -Dinterleavings.seed=%d -Dinterleavings.schedules=1: %s%n%s",
              seed, scenario, result.describe())
          .isEmpty();
      calls += result.run().events().size();
    }
    reporter.publishEntry("schedules", "%d, %d calls".formatted(schedules, calls));
  }
}
