package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the stores' endpoint lets everybody do who has not been told more. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
// The background refresh has to end before the directory is removed.
@DirtiesContext
class EndpointAccessTests {

  @TempDir static Path directory;

  @Autowired RestTestClient client;
  @Autowired StoreTemplate store;

  @DynamicPropertySource
  static void store(DynamicPropertyRegistry registry) {
    registry.add("multiprocess-store.path", directory::toString);
  }

  @Test
  void readsWithoutDocumentsAndDoesNotWrite() {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("fullName", "Berta");
    Versioned<ObjectNode> berta = store.store().create("berta", document);
    store.store().update(berta);
    store.store().update(berta);

    String body =
        client
            .get()
            .uri("/actuator/multiprocessstore/default/conflict?id=berta")
            .exchange()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(body).contains("\"rivals\":[{\"revision\":\"1-").doesNotContain("Berta");
    client
        .post()
        .uri("/actuator/multiprocessstore/default/resolve")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"id\":\"berta\"}")
        .exchange()
        .expectStatus()
        .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    assertThat(store.hasConflicts("berta")).isTrue();
  }
}
