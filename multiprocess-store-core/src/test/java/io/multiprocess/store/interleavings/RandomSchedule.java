package io.multiprocess.store.interleavings;

import io.multiprocess.store.OnStale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random schedule of a random scenario, both decided by one number; some processes are killed.
 */
final class RandomSchedule implements Strategy {

  private static final int PROCESSES = 3;
  private static final int LONGEST_PROGRAM = 3;
  private static final int LATEST_KILL = 150;

  private final Random random;
  private final Scenario scenario;
  private final double switching;
  private final int[] callsBeforeKill = new int[PROCESSES];

  RandomSchedule(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      programs.add(program());
      callsBeforeKill[i] = random.nextInt(4) == 0 ? random.nextInt(LATEST_KILL) : -1;
    }
    Start[] starts = Start.values();
    this.scenario =
        new Scenario(
            starts[random.nextInt(starts.length)],
            programs,
            new Listing(random.nextInt(3), random.nextInt(8)),
            random.nextInt(2));
    this.switching = Math.pow(random.nextDouble(), 2);
  }

  private Program program() {
    StoreOperation[] all = StoreOperation.values();
    List<Operation> operations = new ArrayList<>();
    for (int length = 1 + random.nextInt(LONGEST_PROGRAM); length > 0; length--) {
      operations.add(all[random.nextInt(all.length)]);
    }
    OnStale onStale = random.nextInt(3) == 0 ? OnStale.REJECT : OnStale.KEEP;
    return new Program(onStale + operations.toString(), onStale, operations);
  }

  Scenario scenario() {
    return scenario;
  }

  @Override
  public int next(Run run) {
    List<Integer> enabled = new ArrayList<>();
    for (int p = 0; p < run.processes(); p++) {
      if (run.isEnabled(p)) {
        enabled.add(p);
      }
    }
    if (enabled.contains(run.current()) && random.nextDouble() >= switching) {
      return run.current();
    }
    return enabled.isEmpty() ? NOBODY : enabled.get(random.nextInt(enabled.size()));
  }

  @Override
  public void happened(Run run, Event event) {
    if (callsBeforeKill[event.process]-- == 0) {
      run.kill(event.process);
    }
  }
}
