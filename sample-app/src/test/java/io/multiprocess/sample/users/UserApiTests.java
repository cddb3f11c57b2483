package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.TemporaryStores;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@TemporaryStores
class UserApiTests {

  @Autowired RestTestClient client;
  @Autowired StoreTemplate store;

  @Value("${multiprocess-store.path}")
  Path directory;

  @Test
  void createAnswersWhereTheUserIsAndWhichRevision() {
    ResponseSpec response = post("{'name':'anna','fullName':'Anna','email':'anna@example.com'}");

    JsonNode body = json(response.expectStatus().isCreated());
    String revision = body.get("revision").stringValue();
    response.expectHeader().valueMatches("Location", "http://localhost:[0-9]+/api/users/anna");
    response.expectHeader().valueEquals("ETag", '"' + revision + '"');
    assertThat(revision).startsWith("0-");
    assertThat(body.at("/conflicts/current").intValue()).isZero();
    assertThat(get("/api/users/anna")).isEqualTo(body);
  }

  @Test
  void createOfATakenNameIsAConflict() {
    post("{'name':'ben'}").expectStatus().isCreated();

    JsonNode problem = problem(post("{'name':'ben'}"), HttpStatus.CONFLICT);

    assertThat(problem.get("detail").stringValue()).startsWith("Object 'ben' already exists at 0-");
  }

  @Test
  void createOfInvalidFieldsNamesThem() {
    JsonNode problem = problem(post("{'name':'a b','email':'nowhere'}"), HttpStatus.BAD_REQUEST);

    assertThat(problem.get("errors").propertyNames()).containsExactly("email", "name");
    assertThat(problem.at("/errors/email").stringValue()).isEqualTo("This is not an email address");
  }

  @Test
  void createOfSomethingThatIsNoJsonIsABadRequest() {
    problem(post("[1"), HttpStatus.BAD_REQUEST);
  }

  @Test
  void entityTagSparesAnUnchangedUser() {
    String revision = revision(post("{'name':'carl'}"));

    client
        .get()
        .uri("/api/users/carl")
        .header(HttpHeaders.IF_NONE_MATCH, '"' + revision + '"')
        .exchange()
        .expectStatus()
        .isNotModified();
  }

  @Test
  void updateTakesItsBaseFromTheBodyOrTheHeader() {
    String first = revision(post("{'name':'dora'}"));

    String second = revision(put("dora", "{'revision':'%s','notes':'two'}".formatted(first), null));
    String third = revision(put("dora", "{'notes':'three'}", '"' + second + '"'));

    assertThat(second).startsWith("1-");
    assertThat(third).startsWith("2-");
    assertThat(get("/api/users/dora").get("notes").stringValue()).isEqualTo("three");
  }

  @Test
  void updateWithTwoBasesOrOneThatIsNoneIsABadRequest() {
    String first = revision(post("{'name':'emil'}"));
    String other = "0-" + "a".repeat(32);

    problem(put("emil", "{'revision':'%s'}".formatted(first), other), HttpStatus.BAD_REQUEST);
    JsonNode problem = problem(put("emil", "{'revision':'7x'}", null), HttpStatus.BAD_REQUEST);

    assertThat(problem.get("detail").stringValue())
        .isEqualTo("'7x' is not a revision; expected <generation>-<32 hex digits>");
  }

  @Test
  void updateWithoutABaseIsToldToNameOne() {
    post("{'name':'erna'}").expectStatus().isCreated();

    problem(put("erna", "{'notes':'x'}", null), HttpStatus.PRECONDITION_REQUIRED);
  }

  @Test
  void updateFromSomethingThatWasNeverARevisionFailsItsPrecondition() {
    String weak = "W/\"" + revision(post("{'name':'egon'}")) + "\"";

    problem(put("egon", "{'notes':'x'}", weak), HttpStatus.PRECONDITION_FAILED);
    problem(put("egon", "{'notes':'x'}", "\"7x\""), HttpStatus.PRECONDITION_FAILED);
  }

  @Test
  void updateOfAnUnknownUserIsNotFound() {
    problem(put("nobody", "{'notes':'x'}", "0-" + "a".repeat(32)), HttpStatus.NOT_FOUND);
  }

  @Test
  void twoUpdatesOfOneRevisionAreBothKept() {
    String base = revision(post("{'name':'frida','fullName':'Frida'}"));

    JsonNode one = json(put("frida", "{'fullName':'Frida One'}", base).expectStatus().isOk());
    JsonNode two = json(put("frida", "{'fullName':'Frida Two'}", base).expectStatus().isOk());

    assertThat(one.at("/conflicts/current").intValue()).isZero();
    assertThat(two.at("/conflicts/current").intValue()).isEqualTo(1);
    JsonNode conflicts = get("/api/users/frida/conflicts");
    assertThat(conflicts).hasSize(1);
    assertThat(conflicts.at("/0/generation").intValue()).isEqualTo(1);
    assertThat(conflicts.at("/0/current").booleanValue()).isTrue();
    assertThat(conflicts.at("/0/rivals").valueStream().map(r -> r.get("fullName").stringValue()))
        .containsExactlyInAnyOrder("Frida One", "Frida Two");
    assertThat(conflicts.at("/0/rivals/0")).isEqualTo(get("/api/users/frida/history").get(0));
  }

  @Test
  void aLaterEditMakesAConflictPast() {
    String base = revision(post("{'name':'gustav'}"));
    put("gustav", "{'notes':'one'}", base);
    put("gustav", "{'notes':'two'}", base);

    put("gustav", "{'notes':'three'}", get("/api/users/gustav").get("revision").stringValue());

    assertThat(get("/api/users/gustav").get("conflicts"))
        .isEqualTo(tree("{'current': 0, 'past': 1}"));
    assertThat(get("/api/users/gustav/history")).hasSize(4);
  }

  @Test
  void unknownFieldsSurviveAnUpdate() {
    NpmDocument.write(
        directory, "hanna", NpmDocument.FIRST, "{\"password\": \"secret\", \"age\": 44}");

    put("hanna", "{'email':'hanna@example.com'}", NpmDocument.FIRST).expectStatus().isOk();

    assertThat(get("/api/users/hanna").has("password")).isFalse();
    assertThat(store.store().get("hanna").value())
        .isEqualTo(tree("{'password': 'secret', 'age': 44, 'email': 'hanna@example.com'}"));
  }

  @Test
  void fieldsThatAreNotTextAreKeptAsUnknown() {
    NpmDocument.write(
        directory, "ivan", NpmDocument.FIRST, "{\"email\": [\"a@example.com\"], \"notes\": \"n\"}");

    assertThat(get("/api/users/ivan").has("email")).isFalse();
    put("ivan", "{'notes':'m'}", NpmDocument.FIRST).expectStatus().isOk();

    assertThat(store.store().get("ivan").value())
        .isEqualTo(tree("{'email': ['a@example.com'], 'notes': 'm'}"));
  }

  @Test
  void deleteIsDoneOnceAndThenNotFound() {
    post("{'name':'jan'}").expectStatus().isCreated();

    client.delete().uri("/api/users/jan").exchange().expectStatus().isNoContent();

    problem(client.delete().uri("/api/users/jan").exchange(), HttpStatus.NOT_FOUND);
    problem(client.get().uri("/api/users/jan").exchange(), HttpStatus.NOT_FOUND);
    problem(client.get().uri("/api/users/jan/history").exchange(), HttpStatus.NOT_FOUND);
  }

  @Test
  void listHoldsEveryUserWithItsConflicts() {
    String base = revision(post("{'name':'kim'}"));
    put("kim", "{'notes':'one'}", base);
    put("kim", "{'notes':'two'}", base);

    JsonNode kim =
        get("/api/users")
            .valueStream()
            .filter(user -> user.get("name").stringValue().equals("kim"))
            .findFirst()
            .orElseThrow();

    assertThat(kim.at("/conflicts/current").intValue()).isEqualTo(1);
  }

  @Test
  void idsThatTheStoreRefusesAreBadRequests() {
    JsonNode problem =
        problem(
            client.get().uri("/api/users/{name}", "x".repeat(300)).exchange(),
            HttpStatus.BAD_REQUEST);

    assertThat(problem.get("detail").stringValue()).startsWith("Id 'xxxx");
  }

  @Test
  void otherMethodsAndAddressesAreProblemsToo() {
    problem(client.patch().uri("/api/users/x").exchange(), HttpStatus.METHOD_NOT_ALLOWED);
    problem(client.get().uri("/api/nothing").exchange(), HttpStatus.NOT_FOUND);
  }

  private ResponseSpec post(String body) {
    return client
        .post()
        .uri("/api/users")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.replace('\'', '"'))
        .exchange();
  }

  private ResponseSpec put(String name, String body, @Nullable String ifMatch) {
    return client
        .put()
        .uri("/api/users/{name}", name)
        .contentType(MediaType.APPLICATION_JSON)
        .headers(
            headers -> {
              if (ifMatch != null) {
                headers.set(HttpHeaders.IF_MATCH, ifMatch);
              }
            })
        .body(body.replace('\'', '"'))
        .exchange();
  }

  private JsonNode get(String uri) {
    return json(client.get().uri(uri).exchange().expectStatus().isOk());
  }

  private static String revision(ResponseSpec response) {
    return json(response.expectStatus().is2xxSuccessful()).get("revision").stringValue();
  }

  private static JsonNode problem(ResponseSpec response, HttpStatus status) {
    response.expectStatus().isEqualTo(status);
    response.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    return json(response);
  }

  private static JsonNode tree(String json) {
    return JsonMapper.shared().readTree(json.replace('\'', '"'));
  }

  private static JsonNode json(ResponseSpec response) {
    byte[] body = response.expectBody().returnResult().getResponseBodyContent();
    return JsonMapper.shared().readTree(body);
  }
}
