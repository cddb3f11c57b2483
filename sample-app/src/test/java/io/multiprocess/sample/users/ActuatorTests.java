package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.TemporaryStores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "multiprocess-store.refresh-interval=200ms")
@AutoConfigureRestTestClient
@AutoConfigureMetrics
@TemporaryStores
class ActuatorTests {

  @Autowired RestTestClient client;
  @Autowired StoreTemplate store;

  @Test
  void healthAndMetricsCountConflicts() {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("fullName", "Anna");
    Versioned<ObjectNode> anna = store.store().create("anna", document);
    store.store().update(anna.withValue(document.deepCopy().put("notes", "one")));
    store.store().update(anna.withValue(document.deepCopy().put("notes", "two")));

    await()
        .untilAsserted(
            () ->
                assertThat(get("/actuator/prometheus"))
                    .containsPattern(
                        "multiprocess_store_conflicts[a-z_]*\\{state=\"current\",store=\"default\"\\}"
                            + " 1.0")
                    .contains("multiprocess_store_conflicts_detected_total{store=\"default\"} 1.0")
                    .contains("multiprocess_store_conflicts_oldest_age_seconds{store=\"default\"}")
                    .contains(
                        "multiprocess_store_conflicts_settled_total{by=\"person\",store=\"default\"}"
                            + " 0.0")
                    .containsPattern(
                        "multiprocess_store_objects[a-z_]*\\{store=\"default\"\\} 1.0"));
    JsonNode health = JsonMapper.shared().readTree(get("/actuator/health"));
    assertThat(health.get("status").stringValue()).isEqualTo("UP");
    assertThat(health.at("/components/multiprocessStore/components/default/details/conflicts"))
        .isEqualTo(JsonMapper.shared().readTree("{\"current\": 1, \"past\": 0}"));
  }

  @Test
  void operationsAreTimedAndTagged() {
    store.exists("nobody");

    JsonNode timer =
        JsonMapper.shared()
            .readTree(
                get(
                    "/actuator/metrics/multiprocess.store.operations?tag=operation:exists&tag=outcome:not_found&tag=store:default"));
    assertThat(timer.at("/measurements/0/value").doubleValue()).isPositive();
    assertThat(get("/actuator/prometheus"))
        .contains(
            "multiprocess_store_operations_seconds_count{error=\"none\",operation=\"exists\",outcome=\"not_found\",store=\"default\"}");
  }

  @Test
  void infoTellsTheVersionAndTheStores() {
    JsonNode info = JsonMapper.shared().readTree(get("/actuator/info"));

    assertThat(info.at("/multiprocessStore/version").stringValue()).matches("[0-9].*");
    assertThat(info.at("/multiprocessStore/stores"))
        .isEqualTo(JsonMapper.shared().readTree("{\"default\": {\"format\": 1}}"));
  }

  private String get(String uri) {
    return String.valueOf(
        client
            .get()
            .uri(uri)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }
}
