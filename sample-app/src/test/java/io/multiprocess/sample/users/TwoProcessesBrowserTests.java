package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two processes on one directory, and people who edit the same user in both. */
@Tag("full")
class TwoProcessesBrowserTests {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path scratch;

  @Test
  void editsOfOneStateInTwoProcessesAreBothKeptAndShown() throws Exception {
    Path store = scratch.resolve("users");
    Path logs = Files.createDirectories(TARGET.resolve("processes"));
    try (ApplicationProcess one = ApplicationProcess.start(store, logs.resolve("one.log"));
        ApplicationProcess two = ApplicationProcess.start(store, logs.resolve("two.log"));
        Chromium browser =
            Chromium.start(scratch.resolve("profile"), TARGET.resolve("screenshots"))) {
      one.awaitReady();
      two.awaitReady();
      new Story(browser, one, two, store).tell();
    }
  }

  /** What happens, chapter by chapter. */
  private static final class Story {

    private final Chromium browser;
    private final ApplicationProcess one;
    private final ApplicationProcess two;
    private final Path store;
    private final String left;
    private final String right;

    Story(Chromium browser, ApplicationProcess one, ApplicationProcess two, Path store) {
      this.browser = browser;
      this.one = one;
      this.two = two;
      this.store = store;
      this.left = browser.tab();
      this.right = browser.newTab();
    }

    void tell() throws Exception {
      signUp();
      addOthers();
      refuseATakenName();
      editInBoth();
      showTheBadgeInBoth();
      showTheRivals();
      countTheConflict("current", "past");
      editOnceMore();
      countTheConflict("past", "current");
      showTheOtherPages();
      showThreeRivals();
      delete();
    }

    private void signUp() throws Exception {
      browser.show(left);
      browser.open(one.uri("/"));
      browser.awaitText("Nobody here yet");
      browser.screenshot("empty");
      browser.press("Sign up a user");
      browser.awaitText("User name");
      browser.type("name", "bob");
      browser.type("fullName", "Bob Andersen");
      browser.type("email", "bob@example.com");
      browser.type("department", "Sales");
      browser.screenshot("sign-up");
      browser.press("Sign up");
      browser.awaitText("'bob' signed up");
      browser.screenshot("signed-up");
    }

    private void addOthers() throws Exception {
      browser.open(one.uri("/users"));
      browser.awaitText("1 user");
      NpmDocument.write(
          store, "carol", NpmDocument.FIRST, "{\"password\": \"secret\", \"active\": true}");
      two.create("{'name':'dora','fullName':'Dora Lind','department':'Research'}");
      two.create(
          "{'name':'maximiliane.von.und.zu.hohenstein-waldburg@example.com',"
              + "'fullName':'Maximiliane von und zu Hohenstein-Waldburg','department':"
              + "'Quality Management and Regulatory Affairs',"
              + "'email':'maximiliane.hohenstein-waldburg@subsidiary.example.com'}");
      // Nobody loads the page again.
      browser.awaitText("Dora Lind");
      browser.awaitText("4 users");
    }

    private void refuseATakenName() throws Exception {
      browser.show(right);
      browser.open(two.uri("/sign-up"));
      browser.type("name", "bob");
      browser.type("fullName", "Another Bob");
      browser.press("Sign up");
      browser.awaitText("The user name 'bob' is taken; choose another");
      browser.screenshot("taken");
    }

    private void editInBoth() throws Exception {
      browser.show(left);
      browser.open(one.uri("/users/bob/edit"));
      browser.show(right);
      browser.open(two.uri("/users/bob/edit"));

      browser.show(left);
      browser.type("department", "Purchasing");
      browser.type("notes", "Moved to purchasing in May.");
      browser.screenshot("edit");
      browser.press("Save");
      browser.awaitText("Saved as revision 1-");

      browser.show(right);
      browser.type("email", "bob.andersen@example.com");
      browser.type("department", "Marketing");
      browser.press("Save");
      browser.awaitText("Somebody else edited at the same time; both versions are kept");
      browser.screenshot("conflict");
    }

    private void showTheBadgeInBoth() throws Exception {
      for (ApplicationProcess process : new ApplicationProcess[] {one, two}) {
        browser.open(process.uri("/users"));
        assertThat(browser.texts(".badge > :first-child")).containsExactly("1 current conflict");
      }
      browser.screenshot("list");
    }

    private void showTheRivals() throws Exception {
      browser.show(left);
      browser.open(one.uri("/users/bob"));
      browser.awaitText("Current conflict");
      assertThat(browser.texts(".rivals thead .chip")).containsExactly("winner", "rival");
      assertThat(browser.texts(".rivals .differs td .value"))
          .contains("Purchasing", "Marketing", "bob@example.com", "bob.andersen@example.com");
      assertThat(browser.texts(".rivals .same td .value"))
          .containsExactly("Bob Andersen", "Bob Andersen");
      browser.screenshot("rivals");
    }

    private void countTheConflict(String kind, String other) {
      for (ApplicationProcess process : new ApplicationProcess[] {one, two}) {
        await()
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () -> {
                  JsonNode conflicts =
                      process
                          .json("/actuator/health")
                          .at("/components/multiprocessStore/components/default/details/conflicts");
                  assertThat(conflicts.get(kind).intValue()).as(kind).isEqualTo(1);
                  assertThat(conflicts.get(other).intValue()).as(other).isZero();
                  assertThat(process.body("/actuator/prometheus"))
                      .containsPattern(gauge(kind) + " 1.0")
                      .containsPattern(gauge(other) + " 0.0");
                });
      }
    }

    private void editOnceMore() throws Exception {
      browser.press("Edit");
      browser.awaitText("says");
      browser.screenshot("edit-beside-rival");
      browser.type("department", "Purchasing and Marketing");
      browser.press("Save");
      browser.awaitText("Saved as revision 2-");
      browser.screenshot("past");
      browser.show(right);
      browser.open(two.uri("/users"));
      assertThat(browser.texts(".badge > :first-child")).containsExactly("1 past conflict");
    }

    private void showTheOtherPages() throws Exception {
      browser.open(two.uri("/users/bob/history"));
      assertThat(browser.texts(".entry .chip"))
          .containsExactly("winner", "past conflict", "past conflict");
      browser.screenshot("history");
      browser.open(two.uri("/users/alice"));
      browser.awaitText("There is no user 'alice'");
      browser.screenshot("unknown");
      browser.open(two.uri("/users/carol"));
      browser.awaitText("kept, not shown");
      browser.screenshot("other-program");
    }

    private void showThreeRivals() throws Exception {
      String base = two.json("/api/users/dora").get("revision").stringValue();
      one.edit("dora", "{'revision':'%s','fullName':'Dora Lind-Berg'}".formatted(base));
      two.edit("dora", "{'revision':'%s','department':'Development'}".formatted(base));
      two.edit("dora", "{'revision':'%s','notes':'On leave'}".formatted(base));
      browser.open(two.uri("/users/dora"));
      assertThat(browser.texts(".rivals thead .chip")).containsExactly("winner", "rival", "rival");
      browser.screenshot("three-rivals");
    }

    private void delete() throws Exception {
      browser.open(two.uri("/users/bob/delete"));
      browser.screenshot("delete");
      browser.press("Delete bob");
      browser.awaitText("'bob' is deleted");
      browser.show(left);
      browser.open(one.uri("/users"));
      assertThat(browser.texts(".person-link")).contains("carol").doesNotContain("Bob Andersen");
    }

    private static String gauge(String kind) {
      return "multiprocess_store_conflicts[a-z_]*\\{state=\"" + kind + "\",store=\"default\"\\}";
    }
  }
}
