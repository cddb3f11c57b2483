package io.multiprocess.store.interleavings;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All schedules of a scenario, each up to the order of calls that do not notice each other: with
 * everybody living, and with each process killed after each of its visible changes.
 */
final class Exhaustion {

  private final Scenario scenario;
  private final World prepared;
  private final long limit;
  private final Pattern wanted;
  private long runs;
  private long violations;
  private boolean exhausted = true;
  private Scenario.@Nullable Result shortest;

  private Exhaustion(Scenario scenario, World prepared, long limit, Pattern wanted) {
    this.wanted = wanted;
    this.scenario = scenario;
    this.prepared = prepared;
    this.limit = limit;
  }

  /**
   * Runs them.
   *
   * @param limit of runs for each choice of a victim and its end
   * @param wanted a pattern of the violations to look for; empty for all
   */
  static Exhaustion of(
      Scenario scenario, World prepared, boolean withKills, long limit, String wanted) {
    Exhaustion exhaustion = new Exhaustion(scenario, prepared, limit, Pattern.compile(wanted));
    exhaustion.explore(new Exploration());
    if (withKills) {
      for (int victim = 0; victim < scenario.programs().size(); victim++) {
        boolean killed = true;
        for (int changes = 1; killed; changes++) {
          Exploration exploration = new Exploration(victim, changes);
          exhaustion.explore(exploration);
          killed = exploration.hasKilled();
        }
      }
    }
    return exhaustion;
  }

  private void explore(Exploration exploration) {
    long end = runs + limit;
    while (exploration.advance()) {
      if (runs == end) {
        exhausted = false;
        return;
      }
      runs++;
      Scenario.Result result = scenario.run(prepared, exploration);
      if (result.violations().stream().anyMatch(violation -> wanted.matcher(violation).find())) {
        violations++;
        shortest =
            Stream.ofNullable(shortest)
                .filter(other -> Scenario.Result.BY_LENGTH.compare(other, result) <= 0)
                .findFirst()
                .orElse(result);
      }
    }
  }

  long runs() {
    return runs;
  }

  boolean isExhausted() {
    return exhausted;
  }

  /** What was violated in the shortest schedule that violates anything, or nothing. */
  String violation() {
    return shortest == null
        ? ""
        : "%s: %d of %d schedules%n%s".formatted(scenario, violations, runs, shortest.describe());
  }

  Scenario.@Nullable Result shortest() {
    return shortest;
  }
}
