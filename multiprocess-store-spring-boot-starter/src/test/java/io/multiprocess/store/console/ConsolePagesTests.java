package io.multiprocess.store.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.console.Visitor.Page;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.replication.ReplicationProgress;
import io.multiprocess.store.spring.CountingStore;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReport.DuplicateValue;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplateFactory;
import io.multiprocess.store.spring.replication.ReplicationDirection;
import io.multiprocess.store.spring.replication.ReplicationState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What the console shows. */
class ConsolePagesTests {

  private static final String LINK = "class=\"item-link\" href=\"([^\"]*)\"";

  @TempDir Path directory;

  private ConsoleStores stores;
  private Visitor visitor;

  @BeforeEach
  void open() {
    stores = new ConsoleStores(directory);
    visitor = stores.visitor();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void storesAreShownWithWhatWasLastCounted() {
    stores.conflict("carol");
    stores.count();

    Page page = visitor.get("");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains(directory.resolve("users").toString())
        .contains("Objects 1 Current conflicts 1 Past conflicts 0 Oldest open since")
        .contains("Conflicts 1 open");
  }

  @Test
  void storeThatCannotBeUsedSaysWhy() throws Exception {
    stores.create("carol", "{}");
    stores.count();
    try (Stream<Path> files = Files.walk(directory.resolve("users"))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    stores.count();

    assertThat(visitor.get("").text()).contains("cannot be used").contains("failed in");
  }

  @Test
  void objectsAreFoundByHowTheirIdsBeginOrWhatTheyContain() {
    for (String id : List.of("alice", "alina", "bob", "malice")) {
      stores.create(id, "{'city': 'Oslo'}");
    }

    assertThat(ids(visitor.get("/objects", "store", "users")))
        .containsExactly("alice", "alina", "bob", "malice");
    assertThat(ids(visitor.get("/objects", "store", "users", "search", "ali")))
        .containsExactly("alice", "alina");
    assertThat(ids(visitor.get("/objects", "store", "users", "search", "ali", "match", "anywhere")))
        .containsExactly("alice", "alina", "malice");
    assertThat(visitor.get("/objects", "store", "users", "search", "x").text())
        .contains("Nothing found")
        .contains("Look for 'x' in the archive");
  }

  @Test
  void eachPageOfObjectsGoesOnBehindTheOneBefore() {
    IntStream.range(100, 220).forEach(i -> stores.create("user " + i, "{}"));

    List<String> seen = new ArrayList<>();
    Page page = visitor.get("/objects", "store", "users", "search", "user");
    seen.addAll(ids(page));
    while (page.html().contains("rel=\"next\"")) {
      assertThat(ids(page)).hasSize(50);
      page = visitor.follow(page.all("rel=\"next\" href=\"([^\"]*)\"").get(0));
      seen.addAll(ids(page));
    }

    assertThat(seen).hasSize(120).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void backgroundShowsHowFarReplicationIsAndWhyItFails() {
    ReplicationState running =
        new ReplicationState(
            Path.of("/mnt/users"),
            ReplicationDirection.TO_TARGET,
            Instant.EPOCH,
            null,
            1200,
            3,
            0,
            new ReplicationProgress(30, 40, 7, 0));
    ReplicationState failing =
        new ReplicationState(
            Path.of("/mnt/orders"),
            ReplicationDirection.BOTH,
            null,
            "/mnt/orders is not there",
            0,
            0,
            2,
            null);

    Page page =
        stores
            .visitor(
                store -> List.of(), store -> Optional.of(store.equals("users") ? running : failing))
            .get("/background");

    assertThat(page.text())
        .contains("to target : /mnt/users")
        .contains("30 of 40 objects compared, 7 revisions copied")
        .contains("Revisions copied 1,200 Tombstones copied 3 Failed runs 0")
        .contains("Equal at 1 Jan 1970, 00:00:00 UTC")
        .contains("failing both : /mnt/orders /mnt/orders is not there")
        .contains("Failed runs 2 Equal at not yet");
    assertThat(page.html()).contains("<progress value=\"30\" max=\"40\"");
  }

  @Test
  void backgroundShowsIndexesAndLeadsToWhatIsNotUnique() {
    DuplicateValue twice = new DuplicateValue("email", "a@b.c", List.of("alice", "eve"));
    IndexReports indexes =
        store ->
            List.of(
                new IndexReport(store, "x.User", List.of("email"), false, 3, 4, 1, List.of(twice)));

    Page page = stores.visitor(indexes, store -> Optional.empty()).get("/background");

    assertThat(page.text())
        .contains("User : email 3 of 4 objects read; queries read everything until then")
        .contains("Objects 3 Unreadable 1 Values twice 1")
        .containsOnlyOnce("a@b.c");
    assertThat(page.html()).contains("store=users&amp;id=eve").contains("store=orders&amp;id=eve");
  }

  @Test
  void backgroundOfNothingSaysSoAndIsNotSentAgain() {
    Page page = visitor.get("/background");
    assertThat(page.text()).contains("Nothing goes on behind the stores");

    String live = page.all("hx-get=\"([^\"]*/live/background[^\"]*)\"").get(0);
    assertThat(visitor.follow(live).status()).isEqualTo(204);
  }

  @Test
  void onlyThePageThatIsShownIsRead() {
    try (FileObjectStore many =
        FileObjectStore.open(directory.resolve("many"), ConsoleStores.OPTIONS)) {
      IntStream.range(0, 200).forEach(i -> many.create("object-" + i, ConsoleStores.json("{}")));
      CountingStore counting = new CountingStore(many);
      StoreMonitors monitors =
          new StoreMonitors(
              List.of(new StoreTemplateFactory(List.of()).of("many", counting)),
              Duration.ofDays(1),
              new StoreEvents(event -> {}));
      ConsoleSettings settings = new ConsoleSettings("/store-console", false, false, Set.of());
      Visitor other = new Visitor(ConsoleStores.console(settings, monitors));

      other.get("/objects", "store", "many");

      assertThat(counting.calls()).as("one list of ids, two looks at each row").isEqualTo(101);
    }
  }

  @Test
  void anyIdHasItsPages() {
    List<String> all =
        List.of("a/b", "..", "ü 100%+&=?#", "<b>x</b>", "\"q' ${7*7} [[x]]", "日本", "a\\b;c");
    all.forEach(stores::conflict);
    stores.count();

    assertThat(ids(visitor.get("/objects", "store", "users")))
        .containsExactlyElementsOf(all.stream().sorted().toList());
    for (String address : visitor.get("/objects", "store", "users").all(LINK)) {
      Page object = visitor.follow(address);
      assertThat(object.status()).isEqualTo(200);
      assertThat(object.html()).doesNotContain("<b>x").doesNotContain("q' 49");
      assertThat(object.all("<h1><bdi>(.*?)</bdi>")).first().isIn(all);
      Page merge = visitor.follow(object.all("button-main\" href=\"([^\"]*)\"").get(0));
      assertThat(merge.status()).isEqualTo(200);
      assertThat(merge.text()).contains("One field to decide");
    }
    for (String address : visitor.get("/conflicts").all(LINK)) {
      assertThat(visitor.follow(address).text()).contains("One field to decide");
    }
  }

  @Test
  void whatIsStoredStaysText() {
    Versioned<ObjectNode> base = stores.create("x", "{'a': 'x'}");
    String evil =
        "{'<script>alert(1)</script>': '<img src=x onerror=alert(2)>', 'a': '</textarea>'}";
    Versioned<ObjectNode> one = stores.edit(base, evil);
    stores.edit(base, "{'a': '<script>alert(3)</script>'}");
    stores.count();

    for (Page page :
        List.of(
            visitor.get("/objects", "store", "users"),
            visitor.get("/object", "store", "users", "id", "x"),
            visitor.get(
                "/revision", "store", "users", "id", "x", "revision", one.revision().toString()),
            diff("x", base.revision(), one.revision()),
            visitor.get("/merge", "store", "users", "id", "x"))) {
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.html())
          .doesNotContain("<script>alert")
          .doesNotContain("<img src=x")
          .doesNotContain("'</textarea>'");
    }
    assertThat(visitor.get("/object", "store", "users", "id", "x").text()).contains("alert(");
    assertThat(visitor.get("/object", "store", "<i>u</i>", "id", "x").html())
        .contains("no store &#39;&lt;i&gt;u&lt;/i&gt;&#39;");
  }

  @Test
  void objectShowsItsDocumentItsHistoryAndWhatIsInConflict() {
    List<Revision> rivals = stores.conflict("carol");

    Page page = visitor.get("/object", "store", "users", "id", "carol");

    assertThat(page.text())
        .contains("1 conflict of carol")
        .contains("\"name\": \"Carol\"")
        .contains("Settle");
    assertThat(page.all("<title>([^<]*), winner")).containsExactly(rivals.get(0).toString());
    assertThat(page.all("<title>([^<]*), rival")).containsExactly(rivals.get(1).toString());
    assertThat(page.all("class=\"line line-([a-z]*)\"")).containsExactly("live", "live");
  }

  @Test
  void revisionsThatAreDeadAreMarkedAndCanBeRead() {
    List<Revision> rivals = stores.conflict("carol");
    stores.users.settle("carol", ConsoleStores.json("{'city': 'Lima'}"), rivals);

    Page page = visitor.get("/object", "store", "users", "id", "carol");
    Page dead =
        visitor.get(
            "/revision", "store", "users", "id", "carol", "revision", rivals.get(1).toString());

    assertThat(page.all("<title>([^<]*), settled")).containsExactly(rivals.get(1).toString());
    assertThat(page.html()).contains("node-dead").contains("line-dead");
    assertThat(dead.text()).contains("State settled").contains("Stands in").contains("Restore");
  }

  @Test
  void differencesAreToldFieldByField() {
    Versioned<ObjectNode> base = stores.create("x", "{'a': 1, 'b': ['u', 'v'], 'c': {'d': 'e'}}");
    Versioned<ObjectNode> next = stores.edit(base, "{'b': ['v', 'w'], 'c': {'d': 'f'}, 'g': null}");

    Page page = diff("x", base.revision(), next.revision());

    assertThat(page.text())
        .contains("a removed 1 nothing")
        .contains("c › d changed e f")
        .contains("g added nothing null")
        .contains("b › 0 removed u nothing")
        .contains("b › 1 added nothing w")
        .contains("\"op\": \"replace\"");
    assertThat(diff("x", base.revision(), base.revision()).text()).contains("Both say the same");
  }

  @Test
  void conflictsAreListedOldestFirstAndByStoreAndKind() throws Exception {
    stores.conflict("current");
    Versioned<ObjectNode> past = stores.create("past", "{'n': 0}");
    stores.edit(past, "{'n': 1}");
    stores.edit(past, "{'n': 2}");
    stores.edit(stores.users.get("past"), "{'n': 3}");
    stores.editUnderADeletion("deleted");
    Versioned<ObjectNode> order = stores.orders.create("order", ConsoleStores.json("{'n': 0}"));
    stores.orders.update(order.withValue(ConsoleStores.json("{'n': 1}")));
    stores.orders.update(order.withValue(ConsoleStores.json("{'n': 2}")));
    stores.count();

    assertThat(ids(visitor.get("/conflicts")))
        .containsExactly("current", "past", "deleted", "order");
    assertThat(ids(visitor.get("/conflicts", "store", "orders"))).containsExactly("order");
    assertThat(ids(visitor.get("/conflicts", "kind", "current")))
        .containsExactly("current", "order");
    assertThat(ids(visitor.get("/conflicts", "kind", "past"))).containsExactly("past");
    assertThat(ids(visitor.get("/conflicts", "kind", "deletion"))).containsExactly("deleted");
    assertThat(visitor.get("/conflicts", "store", "orders", "kind", "past").text())
        .contains("Nothing like that is in conflict");
    assertThat(visitor.get("/conflicts", "store", "nowhere").status()).isEqualTo(404);
  }

  @Test
  void conflictThatWasSettledAfterTheCountDoesNotShow() {
    List<Revision> rivals = stores.conflict("carol");
    stores.conflict("dora");
    stores.count();

    stores.users.settle("carol", ConsoleStores.json("{}"), rivals);

    assertThat(ids(visitor.get("/conflicts"))).containsExactly("dora");
  }

  @Test
  void conflictsComeInPages() {
    IntStream.range(100, 160).forEach(i -> stores.conflict("user-" + i));
    stores.count();

    Page first = visitor.get("/conflicts");
    Page second = visitor.follow(first.all("rel=\"next\" href=\"([^\"]*)\"").get(0));

    assertThat(ids(first)).hasSize(50);
    assertThat(ids(second)).hasSize(10).doesNotContainAnyElementsOf(ids(first));
    assertThat(visitor.get("/conflicts", "page", "0").status()).isEqualTo(400);
  }

  @Test
  void pagesAskWhetherSomebodyHasWrittenAndHearNothingUntilThen() {
    Versioned<ObjectNode> carol = stores.create("carol", "{'city': 'Bonn'}");
    stores.count();
    Page page = visitor.get("/object", "store", "users", "id", "carol");
    List<String> asked = page.all("hx-get=\"([^\"]*)\"");
    assertThat(asked).hasSize(2);

    assertThat(asked).allSatisfy(each -> assertThat(visitor.follow(each).status()).isEqualTo(204));
    try (FileObjectStore another =
        FileObjectStore.open(directory.resolve("users"), ConsoleStores.OPTIONS)) {
      another.update(carol.withValue(ConsoleStores.json("{'city': 'Oslo'}")));
      another.create("dora", ConsoleStores.json("{}"));
    }
    stores.count();

    Page counts = visitor.follow(asked.get(0));
    Page object = visitor.follow(asked.get(1));
    assertThat(counts.html()).startsWith("<a class=\"to-conflicts\"").doesNotContain("<html");
    assertThat(object.text()).contains("Oslo");
    assertThat(object.html()).doesNotContain("<html");
    assertThat(visitor.follow(object.all("hx-get=\"([^\"]*)\"").get(0)).status()).isEqualTo(204);
  }

  @Test
  void listOfConflictsAndStoresFollowToo() {
    stores.count();
    String conflicts = visitor.get("/conflicts").all("hx-get=\"([^\"]*)\"").get(1);
    String overview = visitor.get("").all("hx-get=\"([^\"]*)\"").get(1);
    assertThat(visitor.follow(conflicts).status()).isEqualTo(204);
    assertThat(visitor.follow(overview).status()).isEqualTo(204);

    stores.conflict("carol");
    stores.count();

    assertThat(ids(visitor.follow(conflicts))).containsExactly("carol");
    assertThat(visitor.follow(overview).text()).contains("Current conflicts 1");
  }

  @Test
  void whatIsNotThereIsSaidWith404() {
    stores.create("carol", "{}");
    String unknown = "7-" + "a".repeat(32);

    assertThat(visitor.get("/objects", "store", "x").status()).isEqualTo(404);
    assertThat(visitor.get("/object", "store", "users", "id", "x").status()).isEqualTo(404);
    assertThat(visitor.get("/merge", "store", "users", "id", "x").status()).isEqualTo(404);
    assertThat(
            visitor.get("/revision", "store", "users", "id", "carol", "revision", unknown).status())
        .isEqualTo(404);
    assertThat(diff("carol", Revision.parse(unknown), Revision.parse(unknown)).status())
        .isEqualTo(404);
    assertThat(visitor.get("/x").text()).contains("404 Not here The console has no page 'x'.");
  }

  @Test
  void whatMakesNoSenseIsSaidWith400() {
    assertThat(visitor.get("/object", "store", "users").text())
        .contains("The parameter 'id' is missing");
    assertThat(visitor.get("/object", "store", "users", "id", "x".repeat(300)).status())
        .isEqualTo(400);
    Page page = visitor.get("/revision", "store", "users", "id", "x", "revision", "7x");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("'7x' is not a revision");
  }

  @Test
  void longDocumentsAreCut() {
    stores.create("long", "{'text': '%s'}".formatted("x".repeat(300_000)));

    Page page = visitor.get("/object", "store", "users", "id", "long");

    assertThat(page.html().length()).isLessThan(220_000);
    assertThat(page.text()).contains("characters more are not shown");
  }

  @Test
  void longHistoriesAreCut() {
    Versioned<ObjectNode> now = stores.create("long", "{'n': 0}");
    for (int i = 1; i < 100; i++) {
      now = stores.edit(now, "{'n': %d}".formatted(i));
    }

    Page page = visitor.get("/object", "store", "users", "id", "long");

    assertThat(page.all("class=\"revision-row ([a-z-]*)\"")).hasSize(60);
    assertThat(page.text()).contains("40 older revisions are not shown");
  }

  @Test
  void scriptAndStyleComeFromTheConsoleItself() {
    Page page = visitor.get("");
    String script = page.all("<script src=\"([^\"]*)\"").get(0);
    String style = page.all("rel=\"stylesheet\" href=\"([^\"]*)\"").get(0);

    assertThat(page.html())
        .doesNotContain("://")
        .doesNotContain(" style=")
        .doesNotContain("onclick");
    assertThat(visitor.follow(script).html()).contains("htmx");
    assertThat(visitor.follow(style).response().getContentType()).startsWith("text/css");
    assertThat(visitor.follow(style).response().getHeader("Cache-Control")).contains("immutable");
  }

  private Page diff(String id, Revision from, Revision to) {
    return visitor.get(
        "/diff", "store", "users", "id", id, "from", from.toString(), "to", to.toString());
  }

  private static List<String> ids(Page page) {
    return page.all("class=\"item-link\" href=\"[^\"]*\"><bdi>(.*?)</bdi>");
  }
}
