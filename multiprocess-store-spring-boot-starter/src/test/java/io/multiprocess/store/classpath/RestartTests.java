package io.multiprocess.store.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.classpath.devtools.RestartedApplication;
import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts an application in its process, by the class loader of the developer tools. */
class RestartTests {

  /** The threads of one application by their names; the events and the counts have a feed each. */
  private static final String ONE_OF_EACH =
      "multiprocess-store-1 multiprocess-store-2 multiprocess-store-changes"
          + " multiprocess-store-feed multiprocess-store-feed multiprocess-store-feeds-1"
          + " multiprocess-store-maintenance-1 multiprocess-store-watch\n";

  @TempDir Path directory;

  @Test
  void restartsOpenTheStoreAgainAndLeaveNoThreadBehind() throws Exception {
    String output =
        JavaRun.run(
            JavaRun.classPath(),
            List.of(
                RestartedApplication.class.getName(),
                "--multiprocess-store.path=" + directory,
                "--multiprocess-store.refresh-interval=10ms",
                "--multiprocess-store.changes.enabled=true",
                "--multiprocess-store.defaults.retention.revisions=5",
                "--multiprocess-store.defaults.maintenance-interval=10ms",
                "--spring.devtools.livereload.enabled=false"));

    assertThat(output)
        .contains(
            "Start 1 by RestartClassLoader: Pen1, " + ONE_OF_EACH,
            "Start 2 by RestartClassLoader: Pen12, " + ONE_OF_EACH,
            "Start 3 by RestartClassLoader: Pen123, " + ONE_OF_EACH,
            "Start 4 by RestartClassLoader: Pen1234, " + ONE_OF_EACH);
    try (FileObjectStore store = FileObjectStore.open(directory)) {
      assertThat(store.get("pen").value().get("name").stringValue()).isEqualTo("Pen1234");
      assertThat(store.counts().conflicts()).isZero();
      assertThat(store.scrub().findings()).isEmpty();
    }
  }
}
