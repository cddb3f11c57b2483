package io.multiprocess.sample.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus server that scrapes one application every second, on loopback. */
final class Prometheus implements AutoCloseable {

  private static final String INSTALL = "apt-get install -y prometheus";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ChildProcess process;
  private final int port;

  private Prometheus(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server.
   *
   * @param directory takes its configuration and its data
   * @param rules alert rules that it evaluates
   * @param application port that it scrapes
   */
  static Prometheus start(Path directory, Path rules, int application) throws IOException {
    Path binary = RequiredTool.require("prometheus", INSTALL);
    Path configuration =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files:
              - %s
            scrape_configs:
              - job_name: sample-app
                metrics_path: /actuator/prometheus
                static_configs:
                  - targets: ['localhost:%d']
            """
                .formatted(rules.toRealPath(), application));
    int port = ApplicationProcess.freePort();
    return new Prometheus(
        ChildProcess.start(
            List.of(
                binary.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")),
        port);
  }

  /** Runs {@code promtool}, which must be content, and returns what it says. */
  static String promtool(String... arguments) {
    Path binary = RequiredTool.require("promtool", INSTALL);
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    try (ChildProcess tool = ChildProcess.start(command)) {
      int code = tool.awaitExit();
      String said = String.join("\n", tool.output()) + String.join("\n", tool.errors());
      assertThat(code).as(said).isZero();
      return said;
    }
  }

  /** Returns once it has scraped the application a few times. */
  Prometheus awaitScrapes() {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptionsMatching(IOException.class::isInstance)
        .failFast("Prometheus ended: " + process.errors(), () -> !process.isAlive())
        .untilAsserted(
            () ->
                assertThat(query("sum_over_time(up[10s])").at("/0/value/1").asDouble(0))
                    .isGreaterThan(4));
    return this;
  }

  /** What an expression comes to now: the elements of a vector. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8)).get("result");
  }

  /** The values that a label of a metric has. */
  JsonNode labelValues(String metric, String label) throws IOException, InterruptedException {
    return get(
        "/api/v1/label/%s/values?match[]=%s".formatted(label, metric).replace("[]", "%5B%5D"));
  }

  /** The names of all metrics. */
  JsonNode metrics() throws IOException, InterruptedException {
    return get("/api/v1/label/__name__/values");
  }

  /** The alert rules and how they are. */
  JsonNode rules() throws IOException, InterruptedException {
    return get("/api/v1/rules").at("/groups/0/rules");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
    }
    return JsonMapper.shared().readTree(response.body()).get("data");
  }

  @Override
  public void close() {
    process.close();
  }
}
