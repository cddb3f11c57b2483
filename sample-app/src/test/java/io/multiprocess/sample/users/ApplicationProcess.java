package io.multiprocess.sample.users;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application in a Java process of its own. */
final class ApplicationProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final Path log;

  private ApplicationProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts a process on a free port.
   *
   * @param log file that takes its output
   */
  static ApplicationProcess start(Path store, Path log) throws IOException {
    return start(store, log, "--multiprocess-store.refresh-interval=500ms");
  }

  /**
   * Starts a process on a free port with arguments of its own.
   *
   * @param log file that takes its output
   */
  static ApplicationProcess start(Path store, Path log, String... arguments) throws IOException {
    return start(List.of(), store, log, arguments);
  }

  /**
   * Starts a process on a free port with arguments of its own.
   *
   * @param options options of Java
   * @param log file that takes its output
   */
  static ApplicationProcess start(List<String> options, Path store, Path log, String... arguments)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SampleApplication.class.getName());
    command.add("--server.port=" + port);
    command.add("--multiprocess-store.path=" + store);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    return new ApplicationProcess(process, port, log);
  }

  /** Returns once it answers. */
  ApplicationProcess awaitReady() {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptionsMatching(IOException.class::isInstance)
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "Process ended with %d: %s"
                        .formatted(process.exitValue(), Files.readString(log)));
              }
            })
        .until(() -> get("/actuator/health").statusCode() == 200);
    return this;
  }

  /** The number of the process. */
  long pid() {
    return process.pid();
  }

  /** The port it listens on. */
  int port() {
    return port;
  }

  /** The address of a page. */
  String uri(String path) {
    return "http://localhost:" + port + path;
  }

  /** Creates a user as a program does, and returns it. */
  JsonNode create(String json) throws IOException, InterruptedException {
    return send("POST", "/api/users", json);
  }

  /** Edits a user as a program does, and returns it. */
  JsonNode edit(String name, String json) throws IOException, InterruptedException {
    return send("PUT", "/api/users/" + name, json);
  }

  /** Deletes a user as a program does. */
  void delete(String name) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(uri("/api/users/" + name))).DELETE().build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 204) {
      throw new IllegalStateException(
          "DELETE of '%s' answered %d: %s".formatted(name, response.statusCode(), response.body()));
    }
  }

  /** What it answers to a program. */
  String body(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /** What it answers to a program, as JSON. */
  JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(body(path));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stuck) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri(path))).timeout(Duration.ofSeconds(20)).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private JsonNode send(String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri(path)))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s answered %d: %s".formatted(method, path, response.statusCode(), response.body()));
    }
    return JsonMapper.shared().readTree(response.body());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
