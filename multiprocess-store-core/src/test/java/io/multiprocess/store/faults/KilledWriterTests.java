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
 *
 * <p>A call is not made any more by a process that is killed at it. So to be killed at one that
 * changes nothing is to be killed at the call after it, which stands for both unless {@code
 * -Dfaults=full} wants each.
 */
@Tag("full")
class KilledWriterTests {

  private static final boolean FULL = "full".equals(System.getProperty("faults"));

  private static final Set<String> DESCRIPTOR_ONLY = Set.of("dup", "fcntl", "lseek");

  /** These change nothing in a file system. */
  private static final Set<String> READING =
      Set.of(
          "access",
          "close",
          "faccessat",
          "faccessat2",
          "fstat",
          "getdents64",
          "lstat",
          "newfstatat",
          "pread64",
          "read",
          "readlink",
          "readlinkat",
          "stat",
          "statx");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Operation.class)
  void killAtAnySystemCallLeavesTheOldStateOrTheNewOne(Operation operation, TestReporter reporter) {
    FaultTrials trials = new FaultTrials(directory, operation, Durability.FULL);
    List<SystemCall> calls =
        trials.calls().stream().filter(call -> !DESCRIPTOR_ONLY.contains(call.name())).toList();
    assertThat(calls).hasSizeGreaterThan(10);
    List<SystemCall> tried = FULL ? calls : withoutThoseThatOthersStandFor(calls);
    assertThat(tried).hasSizeGreaterThan(5);
    reporter.publishEntry("calls of " + operation, tried.size() + " of " + calls.size());

    ClassArchive classes = trials.archiveClasses();
    assertThat(trials.violations(tried, each -> killer(each, classes))).isEmpty();
  }

  private static List<SystemCall> withoutThoseThatOthersStandFor(List<SystemCall> calls) {
    SystemCall last = calls.get(calls.size() - 1);
    return calls.stream()
        .filter(call -> !READING.contains(call.name()) || call.equals(last))
        .toList();
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
