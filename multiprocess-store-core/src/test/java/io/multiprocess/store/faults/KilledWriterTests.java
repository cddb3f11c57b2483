package io.multiprocess.store.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.faults.FaultTrials.Prepared;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.processes.ClassArchive;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer that is killed at any system call has written as a whole or not at all, stands in
 * nobody's way, and leaves nothing that the next open does not remove.
 */
@Tag("full")
class KilledWriterTests {

  /** To be killed at these is to be killed at the call after them. */
  private static final Set<String> DESCRIPTOR_ONLY = Set.of("dup", "fcntl", "lseek");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Operation.class)
  void killAtAnySystemCallLeavesTheOldStateOrTheNewOne(Operation operation, TestReporter reporter) {
    FaultTrials trials = new FaultTrials(directory, operation, Durability.FULL);
    List<SystemCall> calls =
        trials.calls().stream().filter(call -> !DESCRIPTOR_ONLY.contains(call.name())).toList();
    assertThat(calls).hasSizeGreaterThan(10);
    reporter.publishEntry("calls of " + operation, Integer.toString(calls.size()));

    ClassArchive classes = trials.archiveClasses();
    assertThat(trials.violations(calls, each -> killer(each, classes))).isEmpty();
  }

  private static FaultTrials.Worker<SystemCall> killer(FaultTrials trials, ClassArchive classes) {
    return call -> {
      Prepared store = trials.prepare();
      try (OperationProcess process = trials.start(classes)) {
        OperationProcess.Run run = process.kill(store.root(), trials.durability(), call);
        assertThat(run.outcome()).as("killed").doesNotContain("acknowledged", "refused");
        assertThat(run.calls()).as("calls until killed").endsWith(call);
      }
      try (Aftermath aftermath = new Aftermath(store.root(), trials.operation(), store.before())) {
        aftermath.assertNothingUnfinished();
        aftermath.assertOldOrNewState();
        aftermath.assertEveryWriteWorks(true);
      }
    };
  }
}
