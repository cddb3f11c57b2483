package io.multiprocess.store.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.faults.FaultTrials.Prepared;
import io.multiprocess.store.file.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A system call that fails ends a write with an exception of the store or not at all, and what the
 * exception says is true: a write that was refused did not happen, an unconfirmed one may have.
 *
 * <p>Each call of each operation fails with one of its errors, drawn by the seed {@code
 * -Dfaults.seed=<number>}; {@code -Dfaults=full} lets it fail with each of them, in every
 * durability.
 */
@Tag("full")
class FailingSystemCallTests {

  private static final boolean FULL = "full".equals(System.getProperty("faults"));
  private static final long SEED = Long.getLong("faults.seed", 1);

  private static final int ERRORS_DRAWN = 1;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Operation.class)
  void failureOfAnySystemCallIsToldAsItIs(Operation operation, TestReporter reporter) {
    for (Durability durability : FULL ? Durability.values() : new Durability[] {Durability.FULL}) {
      FaultTrials trials = new FaultTrials(directory, operation, durability);
      List<Fault> faults = faults(trials.calls());
      reporter.publishEntry(
          "faults of %s in %s".formatted(operation, durability), Integer.toString(faults.size()));

      assertThat(trials.violations(faults, Saboteur::new)).as("%s", durability).isEmpty();
    }
  }

  /** What a mount that hosts share answers while another of them renames onto the directory. */
  @Test
  void directoryThatIsReplacedWhileItIsOpenedIsOpenedAgain() {
    FaultTrials trials = new FaultTrials(directory, Operation.CREATE, Durability.NONE);
    List<SystemCall> listings =
        trials.calls().stream()
            .filter(call -> call.name().equals("openat"))
            .filter(call -> call.paths().equals(List.of(Operation.ID)))
            .toList();

    assertThat(listings).isNotEmpty();
    try (OperationProcess process = trials.start()) {
      for (SystemCall listing : listings) {
        Fault stale = new Fault(listing, "ESTALE", false);
        OperationProcess.Run run = process.run(trials.prepare().root(), trials.durability(), stale);
        assertThat(run.trace())
            .anyMatch(line -> line.contains("ESTALE") && line.endsWith("(INJECTED)"));
        assertThat(run.outcome()).startsWith("acknowledged\t");
      }
    }
  }

  private static List<Fault> faults(List<SystemCall> calls) {
    Random random = new Random(SEED);
    List<Fault> faults = new ArrayList<>();
    for (SystemCall call : calls) {
      List<Fault> all = new ArrayList<>(Fault.of(call).toList());
      while (!FULL && all.size() > ERRORS_DRAWN) {
        all.remove(random.nextInt(all.size()));
      }
      faults.addAll(all);
    }
    return faults;
  }

  /** Makes calls fail in one process that outlives them all. */
  private static final class Saboteur implements FaultTrials.Worker<Fault> {
    private final FaultTrials trials;
    private final OperationProcess process;

    Saboteur(FaultTrials trials) {
      this.trials = trials;
      this.process = trials.start();
    }

    @Override
    public void tryOut(Fault fault) {
      Prepared store = trials.prepare();
      OperationProcess.Run run = process.run(store.root(), trials.durability(), fault);
      assertThat(run.calls()).as("calls").contains(fault.call());
      assertThat(run.trace()).as("trace").anyMatch(line -> line.endsWith("(INJECTED)"));
      boolean unconfirmed = run.isRefusedWith(UnconfirmedWriteException.class);
      if (!run.isAcknowledged()) {
        assertThat(run.outcome())
            .matches(
                "refused\t(StoreAccess|UnconfirmedWrite)Exception\t"
                    + "(Create|Read|Update|Delete|Settlement|Compaction) of 'bob' .+");
      }
      if (fault.call().name().equals("fsync") && !fault.error().equals("EINTR")) {
        assertThat(run.isAcknowledged()).as("acknowledged without being forced").isFalse();
      }
      try (Aftermath aftermath = new Aftermath(store.root(), trials.operation(), store.before())) {
        aftermath.assertOldOrNewState();
        if (run.isAcknowledged()) {
          aftermath.assertNewState(run.outcome().substring("acknowledged\t".length()));
        } else if (run.isRefusedWith(StoreAccessException.class)) {
          aftermath.assertOldState();
        }
        if (!fault.cleansUp()) {
          aftermath.assertNothingUnfinished();
        }
        aftermath.assertEveryWriteWorks(unconfirmed);
      } catch (AssertionError e) {
        throw new AssertionError("%s after '%s'".formatted(e.getMessage(), run.outcome()), e);
      }
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
