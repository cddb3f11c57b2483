package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.processes.RequiredTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators' requests cost the file system, as the kernel is asked for it. */
@Tag("full")
class ScrapeCostTests {

  private static final int TIMES = 10;

  @TempDir Path temp;

  @Test
  void neitherHealthNorScrapesNorListsTouchTheStore() throws Exception {
    Path store = temp.toRealPath().resolve("users");
    try (ApplicationProcess application =
        ApplicationProcess.start(
            store,
            temp.resolve("application.log"),
            "--multiprocess-store.refresh-interval=1h",
            "--multiprocess-store.changes.interval=1h",
            "--multiprocess-store.archive-interval=1h")) {
      application.awaitReady();
      await().until(() -> application.body("/actuator/multiprocessstore").contains("refreshedAt"));
      String base = application.create("{'name':'bob'}").get("revision").stringValue();
      application.edit("bob", "{'revision':'%s','notes':'one'}".formatted(base));
      application.edit("bob", "{'revision':'%s','notes':'two'}".formatted(base));

      // What follows a change comes at once; and the store is looked through twice at first.
      await()
          .pollDelay(Duration.ofSeconds(2))
          .until(
              () ->
                  application
                      .body("/actuator/prometheus")
                      .lines()
                      .anyMatch(
                          line ->
                              line.startsWith("multiprocess_store_conflicts{")
                                  && line.contains("current")
                                  && line.endsWith(" 1.0")));

      List<String> free =
          traced(
              application,
              () -> {
                for (int i = 0; i < TIMES; i++) {
                  assertThat(application.body("/actuator/health")).contains("multiprocessStore");
                  assertThat(application.body("/actuator/prometheus"))
                      .contains("multiprocess_store_disk_usable_bytes");
                  assertThat(application.body("/actuator/multiprocessstore")).contains("archive");
                  assertThat(application.body("/actuator/multiprocessstore/default"))
                      .contains("archive");
                  assertThat(application.body("/actuator/multiprocessstore/default/conflicts"))
                      .contains("total");
                }
              });
      List<String> paid =
          traced(
              application,
              () ->
                  assertThat(
                          application.body("/actuator/multiprocessstore/default/conflict?id=bob"))
                      .contains("rivals"));

      assertThat(free).as("calls of the server").hasSizeGreaterThan(TIMES);
      // The disk contributor of Actuator looks at the file system of the working directory.
      assertThat(free).noneMatch(call -> call.contains(store.toString()));
      assertThat(paid).anyMatch(call -> call.contains(store.resolve("bob").toString()));
    }
  }

  @FunctionalInterface
  private interface Requests {
    void send() throws Exception;
  }

  /** The calls that a process makes of files and descriptors meanwhile. */
  private List<String> traced(ApplicationProcess application, Requests requests) throws Exception {
    Path strace = RequiredTool.require("strace", "apt-get install -y strace");
    Path trace = Files.createTempFile(temp, "trace", ".txt");
    Process tracer =
        new ProcessBuilder(
                strace.toString(),
                "-f",
                "-y",
                "-e",
                "trace=%file,%desc",
                "-o",
                trace.toString(),
                "-p",
                Long.toString(application.pid()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = tracer.inputReader()) {
      awaitAttached(said);
      requests.send();
    } finally {
      tracer.destroy();
      assertThat(tracer.waitFor(1, TimeUnit.MINUTES)).as("strace has let go").isTrue();
    }
    return Files.readAllLines(trace);
  }

  private static void awaitAttached(BufferedReader said) throws IOException {
    String line = String.valueOf(said.readLine());
    assertThat(line)
        .as("let processes trace each other with: sysctl -w kernel.yama.ptrace_scope=0")
        .contains(" attached");
  }
}
