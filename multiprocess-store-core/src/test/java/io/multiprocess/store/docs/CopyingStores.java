package io.multiprocess.store.docs;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.replication.ReplicationReport;
import io.multiprocess.store.replication.Replicator;
import java.nio.file.Path;

/** The examples of docs/replication.md. */
final class CopyingStores {

  private CopyingStores() {}

  static void stick(Path here, Path stick) {
    // example: stick
    try (FileObjectStore source = FileObjectStore.open(here);
        FileObjectStore target = FileObjectStore.open(stick)) {
      ReplicationReport report = Replicator.between(source, target).exchange();
      System.out.println(report);
    }
    // end
  }

  static ReplicationReport some(ObjectStore source, ObjectStore target) {
    // example: some
    Replicator replicator =
        Replicator.between(source, target)
            .withPrefix("eu-")
            .withProgress(
                progress -> System.out.printf("%d/%d%n", progress.objects(), progress.total()));
    ReplicationReport report = replicator.copy();
    report.findings().forEach(System.err::println);
    return report;
    // end
  }
}
