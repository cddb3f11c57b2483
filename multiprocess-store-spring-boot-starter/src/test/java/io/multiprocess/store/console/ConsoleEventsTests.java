package io.multiprocess.store.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/** Pages of a console in a server are told what happens in its stores. */
class ConsoleEventsTests {

  @TempDir Path directory;

  private ConfigurableApplicationContext application;
  private String root;

  @BeforeEach
  void start() {
    application =
        new SpringApplicationBuilder(ConsoleSecurityTests.Alone.class)
            .properties(
                "server.port=0",
                "server.shutdown=graceful",
                "multiprocess-store.console.enabled=true",
                "multiprocess-store.defaults.durability=none",
                "multiprocess-store.refresh-interval=1h",
                "multiprocess-store.path=" + directory)
            .run();
    root =
        "http://localhost:"
            + application.getEnvironment().getRequiredProperty("local.server.port")
            + "/store-console";
  }

  @AfterEach
  void close() {
    application.close();
  }

  @Test
  void pagesAreToldOfWhatAnotherOpenedStoreDoes() throws Exception {
    ConsoleEvents events = application.getBean(ConsoleEvents.class);
    try (FileObjectStore other = FileObjectStore.open(directory);
        Page page = open()) {
      await().until(() -> events.pages() == 1);

      Versioned<ObjectNode> base = other.create("alice", ConsoleStores.json("{}"));
      await().until(() -> page.changes() > 0);
      await().until(() -> get("/live/summary?seen=").contains("Conflicts"));
      long before = page.changes();
      other.update(base);
      other.update(base);

      // The figures are those of the change that was told, an hour before the next refresh.
      await().until(() -> page.changes() > before && get("/live/summary?seen=").contains(">1</b>"));
    }
  }

  @Test
  void serverThatShutsDownNeedNotWaitForPages() throws Exception {
    try (Page page = open()) {
      long begun = System.nanoTime();
      application.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      await().until(page::hasEnded);
    }
  }

  @Test
  void onlyGetIsAnsweredWithEvents() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create(root + "/live/events")).method("HEAD", noBody()).build();

    assertThat(send(head).statusCode()).isEqualTo(404);
  }

  private static HttpRequest.BodyPublisher noBody() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String get(String path) {
    return send(HttpRequest.newBuilder(URI.create(root + path)).build()).body();
  }

  private Page open() throws IOException, InterruptedException {
    return new Page(URI.create(root + "/live/events"));
  }

  /** What a browser does with the address. */
  private static final class Page implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final BufferedReader answer;
    private final Thread reader = new Thread(this::read, "page");

    Page(URI address) throws IOException, InterruptedException {
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      answer = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      reader.start();
    }

    private void read() {
      try {
        answer.lines().forEach(lines::add);
      } catch (UncheckedIOException e) {
        lines.add("closed: " + e.getMessage());
      }
    }

    long changes() {
      return lines.stream().filter(line -> line.equals("event: changed")).count();
    }

    boolean hasEnded() {
      return !reader.isAlive();
    }

    @Override
    public void close() throws IOException {
      answer.close();
    }
  }
}
