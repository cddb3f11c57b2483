package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The stores' endpoint over HTTP, as the guide to monitoring tells of it. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "multiprocess-store.refresh-interval=200ms",
      "management.endpoint.multiprocessstore.access=unrestricted",
      "management.endpoint.multiprocessstore.show-values=always"
    })
@AutoConfigureRestTestClient
// The background refresh has to end before the directory is removed.
@DirtiesContext
class EndpointTests {

  private static final Path GUIDE = Path.of("../docs/monitoring/README.md");

  /** Fields that hold documents, or what is in them. */
  private static final Set<String> DOCUMENTS = Set.of("value", "values", "merged");

  private static final String STRANGE = "a/b \u00fc?&#%2F";

  @TempDir static Path directory;

  @Autowired RestTestClient client;
  @Autowired StoreTemplate store;

  @DynamicPropertySource
  static void store(DynamicPropertyRegistry registry) {
    registry.add("multiprocess-store.path", directory::toString);
  }

  @Test
  void everyIdCanBeReachedAndSettled() {
    conflict(STRANGE);

    JsonNode object = get(HttpStatus.OK, "/default/conflict?id={id}", STRANGE);
    assertThat(object.get("id").stringValue()).isEqualTo(STRANGE);
    assertThat(object.at("/rivals/0/value/notes").stringValue()).isIn("one", "two");
    assertThat(object.at("/conflicts/0/age").stringValue()).startsWith("PT");
    assertThat(object.at("/clashes/0/pointer").stringValue()).isEqualTo("/notes");
    String other = object.at("/rivals/1/revision").stringValue();
    String rivals = object.at("/rivals/0/revision").stringValue() + "," + other;

    JsonNode settled =
        post(
            HttpStatus.OK,
            "/default/settle",
            json("{}").put("id", STRANGE).put("rivals", rivals).put("revision", other));

    assertThat(settled.get("open").booleanValue()).isFalse();
    assertThat(store.hasConflicts(STRANGE)).isFalse();
    assertThat(store.store().get(STRANGE).value().get("notes"))
        .isEqualTo(object.at("/rivals/1/value/notes"));
    post(
        HttpStatus.CONFLICT,
        "/default/settle",
        json("{}").put("id", STRANGE).put("rivals", rivals).put("value", "{}"));
  }

  @Test
  void listsComeFromTheBackground() throws Exception {
    conflict("otto");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        get(HttpStatus.OK, "/default/conflicts?size=1000").findValuesAsString("id"))
                    .contains("otto"));
    JsonNode one = get(HttpStatus.OK, "/default/conflicts?page=0&size=1&state=current&kind=edits");
    assertThat(one.get("conflicts")).hasSize(1);
    assertThat(one.at("/conflicts/0/state").stringValue()).isEqualTo("current");
    JsonNode stores = get(HttpStatus.OK, "").get("stores");
    assertThat(stores.at("/default/path").stringValue())
        .isEqualTo(directory.toRealPath().toString());
    assertThat(stores.at("/default/durability").stringValue()).isEqualTo("full");
    assertThat(get(HttpStatus.OK, "/default").get("conflicts"))
        .isEqualTo(stores.at("/default/conflicts"));
  }

  @Test
  void whatIsNotThereAndWhatMakesNoSenseIsTold() {
    get(HttpStatus.NOT_FOUND, "/nowhere");
    assertThat(error(get(HttpStatus.NOT_FOUND, "/nowhere/conflicts")))
        .isEqualTo("There is no store 'nowhere'; the stores are [default]");
    assertThat(error(get(HttpStatus.NOT_FOUND, "/default/conflict?id=nobody")))
        .isEqualTo("Object 'nobody' does not exist");
    assertThat(error(get(HttpStatus.BAD_REQUEST, "/default/conflicts?size=0")))
        .isEqualTo("Parameter 'size' is 0; expected 1 to 1000");
    get(HttpStatus.BAD_REQUEST, "/default/conflicts?size=many");
    get(HttpStatus.BAD_REQUEST, "/default/conflicts?state=open");
    assertThat(error(post(HttpStatus.BAD_REQUEST, "/default/settle", json("{'id':'otto'}"))))
        .startsWith("Parameter 'rivals' is missing");
  }

  @Test
  void captureAndCompactionAreTriedFirst() {
    store.store().create("ida", json("{}"));
    store.store().update(store.store().get("ida"));

    JsonNode compacted =
        post(
            HttpStatus.OK,
            "/default/compact",
            json("{'retainRevisions':'1','retainAge':'0s','dryRun':'true'}"));
    assertThat(compacted.get("dryRun").booleanValue()).isTrue();
    assertThat(compacted.get("revisions").longValue()).isPositive();
    assertThat(
            post(HttpStatus.OK, "/default/settle-captured", json("{'dryRun':'true'}"))
                .get("settled"))
        .isEmpty();
    assertThat(store.store().revisions("ida")).hasSize(2);
  }

  @Test
  void guideShowsWhatIsAnsweredAndTakesWhatIsTaken() throws Exception {
    String guide = Files.readString(GUIDE);
    conflict("bob");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        get(HttpStatus.OK, "/default/conflicts?size=1000").findValuesAsString("id"))
                    .contains("bob"));

    assertSameFields(
        answer(guide, "localhost:8080/actuator/multiprocessstore"), get(HttpStatus.OK, ""));
    assertSameFields(
        answer(guide, "localhost:8080/actuator/multiprocessstore/default/conflicts"),
        get(HttpStatus.OK, "/default/conflicts"));
    JsonNode object = get(HttpStatus.OK, "/default/conflict?id=bob");
    assertSameFields(
        answer(guide, "'localhost:8080/actuator/multiprocessstore/default/conflict?id=bob'"),
        object);
    JsonNode told = body(guide, "settle");
    ObjectNode settlement = (ObjectNode) told.deepCopy();
    settlement
        .put("rivals", String.join(",", object.get("rivals").findValuesAsString("revision")))
        .put("revision", object.at("/rivals/1/revision").stringValue());
    assertThat(settlement.propertyNames()).containsExactlyElementsOf(told.propertyNames());
    assertSameFields(
        answer(guide, "localhost:8080/actuator/multiprocessstore/default/settle"),
        post(HttpStatus.OK, "/default/settle", settlement));
    for (String action : new String[] {"resolve", "settle-captured", "compact"}) {
      post(HttpStatus.OK, "/default/" + action, (ObjectNode) body(guide, action));
    }
  }

  /** The JSON that the guide shows below a command that ends with something. */
  private static JsonNode answer(String guide, String command) {
    Matcher matcher =
        Pattern.compile(
                "(?s)\\$ curl [^\\n]*"
                    + Pattern.quote(command)
                    + "(?: \\\\\\n[^\\n]*)*\\n(\\{.*?\\n?\\})\\n")
            .matcher(guide);
    assertThat(matcher.find()).as(command).isTrue();
    return JsonMapper.shared().readTree(matcher.group(1));
  }

  /** The JSON that the guide sends to an action. */
  private static JsonNode body(String guide, String action) {
    Matcher matcher =
        Pattern.compile("/default/" + action + " \\\\\\n +-H [^\\n]*-d '([^\\n']*)'")
            .matcher(guide);
    assertThat(matcher.find()).as(action).isTrue();
    return JsonMapper.shared().readTree(matcher.group(1));
  }

  private static void assertSameFields(JsonNode told, JsonNode answered) {
    assertThat(told.propertyNames()).containsExactlyElementsOf(answered.propertyNames());
    for (String name : told.propertyNames()) {
      JsonNode left = told.get(name);
      JsonNode right = answered.get(name);
      assertThat(left.getNodeType()).as(name).isEqualTo(right.getNodeType());
      if (left.isObject() && !DOCUMENTS.contains(name)) {
        assertSameFields(left, right);
      } else if (left.isArray() && !left.isEmpty() && left.get(0).isObject()) {
        assertSameFields(left.get(0), right.get(0));
      }
    }
  }

  private void conflict(String id) {
    ObjectNode document = json("{'notes':'none'}");
    Versioned<ObjectNode> base = store.store().create(id, document);
    store.store().update(base.withValue(document.deepCopy().put("notes", "one")));
    store.store().update(base.withValue(document.deepCopy().put("notes", "two")));
  }

  private static String error(JsonNode answer) {
    return answer.get("error").stringValue();
  }

  private JsonNode get(HttpStatus expected, String path, Object... variables) {
    return parse(
        client
            .get()
            .uri("/actuator/multiprocessstore" + path, variables)
            .exchange()
            .expectStatus()
            .isEqualTo(expected)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private JsonNode post(HttpStatus expected, String path, ObjectNode body) {
    return parse(
        client
            .post()
            .uri("/actuator/multiprocessstore" + path)
            .contentType(MediaType.APPLICATION_JSON)
            .body(body.toString())
            .exchange()
            .expectStatus()
            .isEqualTo(expected)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private static JsonNode parse(@Nullable String body) {
    return body == null || body.isEmpty()
        ? MissingNode.getInstance()
        : JsonMapper.shared().readTree(body);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
