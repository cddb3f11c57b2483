package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.test.TemporaryStores;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(properties = "multiprocess-store.defaults.ids=portable")
@AutoConfigureMockMvc
@TemporaryStores
class UserPagesTests {

  private static final Pattern REVISION = Pattern.compile("name=\"revision\" value=\"([^\"]+)\"");

  @Autowired MockMvcTester mvc;
  @Autowired StoreTemplate store;

  @Value("${multiprocess-store.path}")
  Path directory;

  @Test
  void homeIsTheListOfUsers() {
    assertThat(get("/")).hasRedirectedUrl("/users");
    assertThat(get("/users")).hasStatusOk();
  }

  @Test
  void signUpTellsOnTheUsersPage() {
    MvcTestResult result = signUp("anna", "Anna Example");

    assertThat(result).hasRedirectedUrl("/users/anna");
    assertThat(result).flash().containsEntry("notice", Notice.done("'anna' signed up"));
    assertThat(get("/users/anna")).bodyText().contains("Anna Example");
    assertThat(get("/users")).bodyText().contains("Anna Example");
  }

  @Test
  void usersOfADepartmentAreAPageOfTheirOwn() {
    post("/sign-up", "name", "ina", "fullName", "Ina", "department", "Research & Development");
    post("/sign-up", "name", "jan", "fullName", "Jan", "department", "Sales");

    String all = bodyOf(get("/users"));
    assertThat(all).contains("/users?department=Research%20%26%20Development");
    assertThat(mvc.get().uri("/users?department={name}", "Research & Development").exchange())
        .bodyText()
        .contains("Users of Research &amp; Development", "/users/ina")
        .doesNotContain("/users/jan");
    assertThat(get("/users?department=None")).bodyText().contains("Nobody works there");
  }

  @Test
  void signUpOfATakenNameSaysSoBesideTheField() {
    signUp("ben", "Ben");

    MvcTestResult result = signUp("ben", "Another Ben");

    assertThat(result).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(result)
        .bodyText()
        .contains("The user name &#39;ben&#39; is taken; choose another")
        .contains("aria-describedby=\"name-wrong name-hint\"")
        .contains("value=\"Another Ben\"");
    assertThat(store.store().get("ben").value().get("fullName").stringValue()).isEqualTo("Ben");
  }

  @Test
  void signUpOfANameTheStoreRefusesSaysSoBesideTheField() {
    MvcTestResult result = signUp("\u0928\u093C".repeat(32), "Uncomposed");

    assertThat(result).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(result).bodyText().contains("id=\"name-wrong\">Id &#39;");
  }

  @Test
  void editSavesOnTheRevisionThatTheFormWasLoadedWith() {
    signUp("carl", "Carl");

    assertThat(edit("carl", revisionOf("carl"), "Karl")).hasRedirectedUrl("/users/carl");

    assertThat(get("/users/carl")).bodyText().contains("Karl").doesNotContain("badge");
  }

  @Test
  void secondEditOfOneRevisionKeepsBothAndShowsTheBadge() {
    signUp("dora", "Dora");
    String loaded = revisionOf("dora");

    MvcTestResult first = edit("dora", loaded, "Dora One");
    MvcTestResult second = edit("dora", loaded, "Dora Two");

    assertThat(first).flash().extractingByKey("notice").extracting("kind").isEqualTo("done");
    String winner = store.store().get("dora").value().get("fullName").stringValue();
    assertThat(second)
        .flash()
        .containsEntry(
            "notice",
            Notice.conflict(
                "Somebody else edited at the same time; both versions are kept. %s is the winner."
                    .formatted(winner.equals("Dora Two") ? "Yours" : "The other one")));
    assertThat(get("/users/dora"))
        .bodyText()
        .contains("1 current conflict", "Current conflict", "Dora One", "Dora Two");
    assertThat(get("/users"))
        .bodyText()
        .containsPattern(
            "badge badge-current\" href=\"/store-console/merge\\?store=default&amp;id=dora\"");
  }

  @Test
  void editFromARivalMakesTheConflictPast() {
    signUp("emil", "Emil");
    String loaded = revisionOf("emil");
    edit("emil", loaded, "Emil One");
    edit("emil", loaded, "Emil Two");
    String loser = store.conflicts("emil").get(0).rivals().get(0).toString();

    MvcTestResult form = get("/users/emil/edit?from=" + loser);
    assertThat(form).bodyText().contains("name=\"revision\" value=\"" + loser + '"', " says");
    edit("emil", loser, "Emil Three");

    assertThat(get("/users/emil"))
        .bodyText()
        .contains("1 past conflict", "Past conflict")
        .doesNotContain("Current conflict");
    assertThat(store.store().get("emil").value().get("fullName").stringValue())
        .isEqualTo("Emil Three");
  }

  @Test
  void editFromAnOldRevisionLaysItOverTheWinner() {
    signUp("frida", "Frida");
    String first = revisionOf("frida");
    edit("frida", first, "Frida Later");
    String winner = revisionOf("frida");

    MvcTestResult form = get("/users/frida/edit?from=" + first);

    assertThat(form)
        .bodyText()
        .contains("name=\"revision\" value=\"" + winner + '"', "value=\"Frida\"");
  }

  @Test
  void invalidEditSaysSoBesideTheFieldAndKeepsTheBase() {
    signUp("gustav", "Gustav");
    String loaded = revisionOf("gustav");

    MvcTestResult result = post("/users/gustav/edit", "revision", loaded, "email", "nowhere");

    assertThat(result).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(result)
        .bodyText()
        .contains("id=\"email-wrong\">This is not an email address")
        .contains("name=\"revision\" value=\"" + loaded + '"');
  }

  @Test
  void editOfAUserDeletedMeanwhileKeepsWhatWasTyped() {
    signUp("hanna", "Hanna");
    String loaded = revisionOf("hanna");
    store.delete("hanna");

    MvcTestResult result = edit("hanna", loaded, "Hanna Typed");

    assertThat(result).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(result)
        .bodyText()
        .contains("Somebody deleted &#39;hanna&#39;", "value=\"Hanna Typed\"");
  }

  @Test
  void usersOfOtherProgramsAreShownAndKeepTheirFields() {
    NpmDocument.write(
        directory, "ivan", NpmDocument.FIRST, "{\"password\": \"top-secret\", \"_id\": \"ivan\"}");

    assertThat(get("/users")).bodyText().contains("ivan");
    assertThat(get("/users/ivan"))
        .bodyText()
        .contains("password", "kept, not shown")
        .doesNotContain("top-secret");
    edit("ivan", NpmDocument.FIRST, "Ivan");

    assertThat(store.store().get("ivan").value())
        .isEqualTo(
            JsonMapper.shared().readTree("{\"password\":\"top-secret\",\"fullName\":\"Ivan\"}"));
  }

  @Test
  void deleteAsksFirstAndThenTellsOnTheList() {
    signUp("jan", "Jan");

    assertThat(get("/users/jan/delete")).bodyText().contains("Delete <span>jan</span>?");
    MvcTestResult result = post("/users/jan/delete");

    assertThat(result).hasRedirectedUrl("/users");
    assertThat(result).flash().containsEntry("notice", Notice.done("'jan' is deleted"));
    assertThat(store.exists("jan")).isFalse();
    assertThat(post("/users/jan/delete"))
        .flash()
        .containsEntry("notice", Notice.done("'jan' was deleted already"));
  }

  @Test
  void historyShowsAllRevisionsNewestFirst() {
    signUp("kim", "Kim");
    String first = revisionOf("kim");
    edit("kim", first, "Kim Later");
    String second = revisionOf("kim");

    assertThat(get("/users/kim/history"))
        .bodyText()
        .contains("2 live revisions", "winner", "Compared with")
        .containsSubsequence(second, "winner", "Kim", "Kim Later", first, "The first one");
  }

  @Test
  void everyUserNameHasAPageAndIsEscaped() {
    String name = "r&d/<b>ops</b> \"x\" 100%\\+;y";
    String encoded = "r%26d%2F%3Cb%3Eops%3C%2Fb%3E%20%22x%22%20100%25%5C%2B%3By";
    ObjectNode document = JsonMapper.shared().createObjectNode().put("notes", "<i>n</i>");
    Versioned<ObjectNode> created = store.store().create(name, document);

    assertThat(get("/users"))
        .bodyText()
        .contains("r&amp;d/&lt;b&gt;ops&lt;/b&gt;")
        .contains("href=\"/users/" + encoded + '"')
        .doesNotContain("<b>ops");
    assertThat(mvc.get().uri(URI.create("/users/" + encoded)).accept(MediaType.TEXT_HTML))
        .bodyText()
        .contains("&lt;i&gt;n&lt;/i&gt;")
        .doesNotContain("<i>n");
    assertThat(
            mvc.post()
                .uri(URI.create("/users/" + encoded + "/edit"))
                .param("revision", created.revision().toString())
                .param("notes", "m"))
        .hasRedirectedUrl("/users/" + encoded);
  }

  @Test
  void unknownUsersAreNotFound() {
    for (String uri :
        new String[] {"/users/nobody", "/users/nobody/edit", "/users/nobody/history"}) {
      MvcTestResult result = get(uri);

      assertThat(result).hasStatus(HttpStatus.NOT_FOUND);
      assertThat(result).bodyText().contains("There is no user &#39;nobody&#39;", "All users");
    }
  }

  @Test
  void idsThatTheStoreRefusesAreExplained() {
    MvcTestResult result = get("/users/" + "x".repeat(300));

    assertThat(result).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(result).bodyText().contains("Id &#39;xxx", "All users");
  }

  @Test
  void revisionsThatAreNoneAreExplained() {
    signUp("lars", "Lars");

    MvcTestResult result = get("/users/lars/edit?from=7x");

    assertThat(result).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(result).bodyText().contains("&#39;7x&#39; is not a revision");
    assertThat(get("/users/lars/edit?from=5-" + "a".repeat(32))).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(post("/users/lars/edit")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void pagesOfOtherOriginsCannotPost() {
    signUp("mia", "Mia");

    MvcTestResult result =
        mvc.post()
            .uri("/users/mia/delete")
            .accept(MediaType.TEXT_HTML)
            .header("Sec-Fetch-Site", "cross-site")
            .exchange();

    assertThat(result).hasStatus(HttpStatus.FORBIDDEN);
    assertThat(result).bodyText().contains("came from a page of another origin");
    assertThat(store.exists("mia")).isTrue();
  }

  @Test
  void otherAddressesAreNotFound() {
    MvcTestResult result = get("/nothing");

    assertThat(result).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(result).bodyText().contains("There is nothing at /nothing");
  }

  private MvcTestResult signUp(String name, String fullName) {
    return post("/sign-up", "name", name, "fullName", fullName);
  }

  private MvcTestResult edit(String name, String base, String fullName) {
    return post("/users/" + name + "/edit", "revision", base, "fullName", fullName);
  }

  /** The revision in the edit form's hidden field. */
  private String revisionOf(String name) {
    String page = bodyOf(get("/users/" + name + "/edit"));
    Matcher matcher = REVISION.matcher(page);
    assertThat(matcher.find()).as("hidden revision in %s", page).isTrue();
    return matcher.group(1);
  }

  private MvcTestResult get(String uri) {
    return mvc.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
  }

  private MvcTestResult post(String uri, String... fields) {
    MockMvcTester.MockMvcRequestBuilder request = mvc.post().uri(uri).accept(MediaType.TEXT_HTML);
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }

  private static String bodyOf(MvcTestResult result) {
    return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }
}
