package io.multiprocess.store.benchmarks.workloads;

import java.io.IOException;
import java.util.List;

/** Something that contenders are put through. */
public interface Workload {

  /** Its name in a list of workloads. */
  String name();

  /** Puts the contenders of a run through it, and adds what that gives to its results. */
  void run(Run run) throws IOException;

  /** All there are, in the order in which they are run: what needs a quiet disk comes first. */
  static List<Workload> all() {
    return List.of(
        new SingleOperations(),
        new BulkCreates(),
        new ForeignWrites(),
        new LongHistories(),
        new ManyProcesses(),
        new ManyObjects(),
        new Growth(),
        new SystemCalls());
  }
}
