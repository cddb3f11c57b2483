package io.multiprocess.store.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.interleavings.Footprint.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The orders that are left out show nothing that those that are run do not show. */
@Tag("schedules")
class ExplorationTests {

  private static final int VARIABLES = 3;

  /** A step of a process: it reads a variable, or writes what it has read so far into one. */
  private record Step(boolean writes, int variable) {}

  /** Every order there is. */
  private static final class Everything implements Strategy {
    private final List<Integer> chosen = new ArrayList<>();
    private final List<Integer> enabled = new ArrayList<>();
    private boolean begun;

    boolean advance() {
      if (!begun) {
        begun = true;
        return true;
      }
      for (int last = chosen.size() - 1; last >= 0; last--) {
        int others = enabled.get(last) & -(2 << chosen.get(last));
        if (others != 0) {
          chosen.set(last, Integer.numberOfTrailingZeros(others));
          return true;
        }
        chosen.subList(last, chosen.size()).clear();
        enabled.subList(last, enabled.size()).clear();
      }
      return false;
    }

    @Override
    public int next(Run run) {
      int depth = run.events().size();
      if (depth == chosen.size()) {
        int all = 0;
        for (int p = 0; p < run.processes(); p++) {
          all |= run.isEnabled(p) ? 1 << p : 0;
        }
        if (all == 0) {
          return NOBODY;
        }
        enabled.add(all);
        chosen.add(Integer.numberOfTrailingZeros(all));
      }
      return chosen.get(depth);
    }

    @Override
    public void happened(Run run, Event event) {}
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void reductionLosesNoOutcome(int processes) {
    long all = 0;
    long reduced = 0;
    for (int seed = 0; seed < 25; seed++) {
      List<List<Step>> programs = programs(new Random(seed), processes);
      Everything everything = new Everything();
      Set<String> outcomes = new HashSet<>();
      while (everything.advance()) {
        outcomes.add(outcome(programs, everything, new ArrayList<>()));
        all++;
      }
      Exploration exploration = new Exploration();
      Set<String> shown = new HashSet<>();
      List<Boolean> brokenOff = new ArrayList<>();
      while (exploration.advance()) {
        brokenOff.clear();
        String outcome = outcome(programs, exploration, brokenOff);
        if (brokenOff.isEmpty()) {
          shown.add(outcome);
        }
        reduced++;
      }
      assertThat(shown).as("outcomes of %s", programs).isEqualTo(outcomes);
    }
    assertThat(reduced).isLessThan(all / 2);
  }

  private static List<List<Step>> programs(Random random, int processes) {
    List<List<Step>> programs = new ArrayList<>();
    for (int p = 0; p < processes; p++) {
      List<Step> steps = new ArrayList<>();
      for (int length = processes == 2 ? 4 : 3; length > 0; length--) {
        steps.add(new Step(random.nextBoolean(), random.nextInt(VARIABLES)));
      }
      programs.add(steps);
    }
    return programs;
  }

  private static String outcome(
      List<List<Step>> programs, Strategy strategy, List<Boolean> brokenOff) {
    int[] variables = new int[VARIABLES];
    int[] seen = new int[programs.size()];
    Run run = new Run(strategy);
    List<Runnable> processes = new ArrayList<>();
    for (int p = 0; p < programs.size(); p++) {
      int process = p;
      processes.add(
          () -> {
            for (Step step : programs.get(process)) {
              take(run, process, step, variables, seen);
            }
          });
    }
    run.execute(processes);
    if (run.isBrokenOff()) {
      brokenOff.add(true);
    }
    return Arrays.toString(variables) + Arrays.toString(seen);
  }

  private static void take(Run run, int process, Step step, int[] variables, int[] seen) {
    try {
      run.take(
          process,
          step.writes() ? "write" : "read",
          step.variable(),
          footprint -> {
            if (step.writes()) {
              footprint.write(Kind.ENTRY, step.variable(), "");
              variables[step.variable()] = 31 * seen[process] + process + 1;
            } else {
              footprint.read(Kind.ENTRY, step.variable(), "");
              seen[process] = 31 * seen[process] + variables[step.variable()];
            }
            return step;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
