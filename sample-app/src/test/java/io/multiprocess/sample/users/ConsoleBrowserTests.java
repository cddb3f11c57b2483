package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two processes on one directory, and somebody who settles in the console what others edited. */
@Tag("full")
class ConsoleBrowserTests {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path scratch;

  @Test
  void conflictOfTwoProcessesIsSettledInTheConsole() throws Exception {
    Path logs = Files.createDirectories(TARGET.resolve("processes"));
    Path store = scratch.resolve("users");
    try (ApplicationProcess one = ApplicationProcess.start(store, logs.resolve("console-one.log"));
        ApplicationProcess two = ApplicationProcess.start(store, logs.resolve("console-two.log"));
        Chromium browser =
            Chromium.start(scratch.resolve("profile"), TARGET.resolve("screenshots"))) {
      one.awaitReady();
      two.awaitReady();
      new Story(browser, one, two).tell();
    }
  }

  /** What happens, chapter by chapter. */
  private static final class Story {

    private final Chromium browser;
    private final ApplicationProcess one;
    private final ApplicationProcess two;
    private final String left;
    private final String right;
    private final String inbox;
    private final String charts;

    Story(Chromium browser, ApplicationProcess one, ApplicationProcess two) {
      this.browser = browser;
      this.one = one;
      this.two = two;
      this.left = browser.tab();
      this.right = browser.newTab();
      this.inbox = browser.newTab();
      this.charts = browser.newTab();
    }

    void tell() throws Exception {
      openTheEmptyInbox();
      openTheCharts();
      editInBoth();
      seeTheConflictInTheChart();
      findTheConflictInTheInbox();
      countTheConflicts(1);
      lookAtTheObject();
      followTheBadge();
      settle();
      countTheConflicts(0);
      seeTheConflictGoneInTheChart();
      lookAtWhatStands();
      settleThreeVersionsOfALongStory();
      settleADeletion();
      lookAtTheOtherPages();
    }

    private void openTheEmptyInbox() throws Exception {
      browser.show(inbox);
      browser.open(one.uri("/store-console/conflicts"));
      browser.awaitText("Nothing is in conflict");
      picture("console-nothing");
    }

    private void openTheCharts() {
      browser.show(charts);
      browser.open(one.uri("/users"));
      browser.follow("Charts");
      await().untilAsserted(() -> assertThat(heights()).hasSize(1));
    }

    private void seeTheConflictInTheChart() {
      browser.show(charts);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(heights()).hasSize(2).isSorted());
      assertThat(browser.texts("[data-of]")).containsExactly("1", "0", "1", "0");
    }

    private void seeTheConflictGoneInTheChart() throws Exception {
      browser.show(charts);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                List<Long> heights = heights();
                assertThat(heights).hasSize(3);
                assertThat(heights.get(2)).isEqualTo(heights.get(0)).isLessThan(heights.get(1));
              });
      assertThat(browser.texts("[data-of]")).containsExactly("0", "0", "1", "0");
      picture("charts");
    }

    /** How high the line of current conflicts runs on the first chart. */
    private List<Long> heights() {
      return browser.heights(".plot canvas", "--warn");
    }

    private void editInBoth() throws Exception {
      two.create(
          "{'name':'bob','fullName':'Bob Andersen','email':'bob@example.com','department':'Sales'}");
      browser.show(left);
      browser.open(one.uri("/users/bob/edit"));
      browser.show(right);
      browser.open(two.uri("/users/bob/edit"));
      browser.show(left);
      browser.type("department", "Purchasing");
      browser.type("notes", "Moved to purchasing in May.");
      browser.press("Save");
      browser.awaitText("Saved as revision 1-");
      browser.show(right);
      browser.type("email", "bob.andersen@example.com");
      browser.type("department", "Marketing");
      browser.press("Save");
      browser.awaitText("both versions are kept");
    }

    /** The page was opened before there was a conflict, and is not loaded again. */
    private void findTheConflictInTheInbox() throws Exception {
      browser.show(inbox);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(browser.texts(".item-link")).containsExactly("bob"));
      assertThat(browser.texts(".count")).singleElement().asString().startsWith("1");
      picture("console-conflicts");
    }

    private void lookAtTheObject() throws Exception {
      browser.press("bob");
      browser.awaitText("Settle bob");
      browser.open(one.uri("/store-console/object?store=default&id=bob"));
      assertThat(browser.texts(".chip")).contains("winner", "rival", "live");
      picture("console-object");
      browser.press("Compare");
      browser.awaitText("Changes");
      picture("console-diff");
    }

    private void followTheBadge() throws Exception {
      for (ApplicationProcess process : new ApplicationProcess[] {one, two}) {
        browser.open(process.uri("/users"));
        assertThat(browser.texts(".badge > :first-child")).containsExactly("1 current conflict");
      }
      browser.press("1 current conflict of bob");
      browser.awaitText("Settle bob");
      assertThat(browser.texts(".answer .said"))
          .containsExactlyInAnyOrder("Marketing", "Purchasing", "Sales");
      picture("console-merge");
      assertThat(browser.focusedAfterTabs(1)).isEqualTo("Skip to content");
    }

    private void settle() throws Exception {
      browser.choose("input[name='choice-0'][value='edit']");
      browser.type("text-0", "Purchasing and Marketing");
      browser.awaitText("\"department\": \"Purchasing and Marketing\"");
      assertThat(browser.texts(".undecided")).isEmpty();
      picture("console-decided");
      browser.press("Settle");
      browser.awaitText("Settled. What it leaves behind rests in the archive.");
      picture("console-settled");
      JsonNode bob = one.json("/api/users/bob");
      assertThat(bob.get("department").stringValue()).isEqualTo("Purchasing and Marketing");
      assertThat(bob.get("email").stringValue()).isEqualTo("bob.andersen@example.com");
      assertThat(bob.get("notes").stringValue()).isEqualTo("Moved to purchasing in May.");
    }

    /** In health and metrics of both processes, and on the page that was open all the time. */
    private void countTheConflicts(int current) {
      for (ApplicationProcess process : new ApplicationProcess[] {one, two}) {
        await()
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () -> {
                  JsonNode conflicts =
                      process
                          .json("/actuator/health")
                          .at("/components/multiprocessStore/components/default/details/conflicts");
                  assertThat(conflicts.get("current").intValue()).isEqualTo(current);
                  assertThat(process.body("/actuator/prometheus"))
                      .containsPattern(
                          "multiprocess_store_conflicts[a-z_]*\\{state=\"current\",store=\"default\"\\} "
                              + current
                              + ".0");
                });
      }
    }

    private void lookAtWhatStands() throws Exception {
      browser.show(inbox);
      browser.open(one.uri("/store-console/conflicts"));
      browser.awaitText("Nothing is in conflict");
      browser.open(one.uri("/store-console/object?store=default&id=bob"));
      assertThat(browser.texts(".chip")).contains("settled");
      browser.choose(".node-dead");
      browser.awaitText("Stands in");
      picture("console-revision");
    }

    private void settleThreeVersionsOfALongStory() throws Exception {
      String base =
          two.create("{'name':'dora','fullName':'Dora Lind','department':'Research'}")
              .get("revision")
              .stringValue();
      one.edit("dora", edit(base, "Dora Lind-Berg", "Development"));
      two.edit("dora", edit(base, "Dora Berg", "Research"));
      two.edit("dora", edit(base, "Dora Lind", "Quality Management and Regulatory Affairs"));
      browser.open(two.uri("/store-console/merge?store=default&id=dora"));
      assertThat(browser.texts("h3")).containsExactly("Ours, leading", "Theirs, 1", "Theirs, 2");
      picture("console-three");
      browser.choose(".answer input");
      List<String> chosen = browser.texts(".answer:has(:checked) .said");
      assertThat(chosen).hasSize(1);
      browser.press("Preview");
      browser.awaitText("What will stand");
      two.edit("dora", edit(base, "Dora L.", "Research"));
      browser.awaitText("Somebody has just written this object.");
      picture("console-meanwhile");
      browser.press("Take all of this");
      browser.awaitText("Nothing was settled.");
      assertThat(browser.texts(".answer:has(:checked) .said")).isEqualTo(chosen);
      picture("console-again");
    }

    private static String edit(String base, String name, String department) {
      return "{'revision':'%s','fullName':'%s','department':'%s'}"
          .formatted(base, name, department);
    }

    private void settleADeletion() throws Exception {
      one.delete("bob");
      browser.open(two.uri("/store-console/object?store=default&id=bob"));
      picture("console-deleted");
      browser.press("Bring it back");
      browser.awaitText("Brought back.");
      assertThat(one.json("/api/users/bob").get("department").stringValue())
          .isEqualTo("Purchasing and Marketing");
    }

    private void lookAtTheOtherPages() throws Exception {
      one.create("{'name':'maximiliane.von.und.zu.hohenstein@example.com','notes':'x'}");
      browser.open(two.uri("/store-console"));
      browser.awaitText("default");
      picture("console-stores");
      browser.open(two.uri("/store-console/objects?store=default"));
      assertThat(browser.texts(".item-link")).contains("bob", "dora");
      picture("console-objects");
      browser.open(two.uri("/store-console/object?store=default&id=nobody"));
      browser.awaitText("There is no object 'nobody'");
      picture("console-unknown");
    }

    private void picture(String name) throws IOException {
      assertThat(browser.inaccessible()).as("what axe-core finds on %s", name).isEmpty();
      browser.screenshot(name);
    }
  }
}
