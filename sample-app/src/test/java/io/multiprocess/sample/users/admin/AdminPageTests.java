package io.multiprocess.sample.users.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.sample.users.SampleApplication;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(
    classes = SampleApplication.class,
    properties = "multiprocess-store.refresh-interval=100ms")
@AutoConfigureMockMvc
@AutoConfigureMetrics
@DirtiesContext // Closes the store before its directory is removed.
class AdminPageTests {

  @TempDir static Path directory;

  @Autowired MockMvcTester mvc;
  @Autowired StoreTemplate template;
  @Autowired ConflictHistory history;

  @DynamicPropertySource
  static void store(DynamicPropertyRegistry registry) {
    registry.add("multiprocess-store.path", directory::toString);
  }

  @Test
  void conflictsComeAndGoInTheFigures() {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("fullName", "Anna");
    Versioned<ObjectNode> anna = template.store().create("anna", document);
    Versioned<ObjectNode> one = template.store().update(anna.withValue(edit("one")));
    Versioned<ObjectNode> two = template.store().update(anna.withValue(edit("two")));

    await().untilAsserted(() -> assertThat(last("current")).isEqualTo(1));
    await().untilAsserted(() -> assertThat(last("detected")).isEqualTo(1));
    assertThat(last("past")).isZero();
    assertThat(last("settled")).isZero();

    template.store().settle("anna", document, List.of(one.revision(), two.revision()));

    await().untilAsserted(() -> assertThat(last("current")).isZero());
    await().untilAsserted(() -> assertThat(last("settled")).isEqualTo(1));
    JsonNode figures = figures();
    assertThat(figures.get("current").valueStream().map(JsonNode::intValue)).contains(0, 1);
    assertThat(figures.get("at").valueStream().map(JsonNode::doubleValue)).isSorted();
    assertThat(figures.valueStream().map(JsonNode::size)).containsOnly(figures.get("at").size());
  }

  @Test
  void onlyTheLatestAreRemembered() {
    for (int i = 0; i < 2 * ConflictHistory.LENGTH; i++) {
      history.add(new Figures(Instant.now(), i, 0, 0, 0));
    }

    assertThat(history.figures()).hasSize(ConflictHistory.LENGTH);
  }

  @Test
  void whatThePageLoadsIsThere() {
    String page = body("/admin");
    List<String> addresses =
        Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css))\"")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(addresses).hasSize(5).anyMatch(address -> address.startsWith("/webjars/uplot/"));
    for (String address : addresses) {
      assertThat(mvc.get().uri(address).exchange()).as(address).hasStatusOk();
    }
  }

  private static ObjectNode edit(String notes) {
    return JsonMapper.shared().createObjectNode().put("fullName", "Anna").put("notes", notes);
  }

  private int last(String column) {
    JsonNode values = figures().get(column);
    return values.isEmpty() ? -1 : values.get(values.size() - 1).intValue();
  }

  private JsonNode figures() {
    return JsonMapper.shared().readTree(body("/admin/conflicts"));
  }

  private String body(String path) {
    return new String(
        mvc.get().uri(path).exchange().getResponse().getContentAsByteArray(),
        StandardCharsets.UTF_8);
  }
}
