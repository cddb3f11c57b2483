package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Clash;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.HistoryEntry.State;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.CompactionReport;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds that docs/conflicts.md tells what the code does. */
class ConflictsDocTests {

  private static final Path DOCUMENT = Path.of("../docs/conflicts.md");
  private static final Path EXAMPLES = Path.of("src/test/java/io/multiprocess/store/docs");
  private static final Pattern REGION =
      Pattern.compile("(?s)\\n *// example: [a-z-]+\\n(.*?)\\n *// end\\n");
  private static final Pattern ELECTED = Pattern.compile("\\| `(\\d+-[0-9a-f]{32})` \\|");
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  @TempDir Path temp;

  private FileObjectStore store;

  @BeforeEach
  void open() {
    store = FileObjectStore.open(temp.resolve("users"), OPTIONS);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    List<String> documented =
        matches("(?s)```java\\n(.*?)```", Files.readString(DOCUMENT, UTF_8)).stream()
            .map(ConflictsDocTests::flattened)
            .toList();
    List<String> compiled = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Example.java")).toList()) {
        REGION
            .matcher(Files.readString(file, UTF_8))
            .results()
            .map(region -> flattened(region.group(1)))
            .forEach(compiled::add);
      }
    }

    assertThat(documented).isNotEmpty().containsExactlyInAnyOrderElementsOf(compiled);
  }

  @Test
  void electionTableIsInElectionOrder() throws IOException {
    List<String> names =
        ELECTED
            .matcher(Files.readString(DOCUMENT, UTF_8))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(names).hasSize(5);
    assertThat(names.stream().map(Revision::parse)).isSorted();
    assertThat(ElectionExample.winner(names)).hasToString(names.get(4));
  }

  @Test
  void aliceAndBobBothStayUntilTheirConflictIsSettled() throws IOException {
    carol();
    AliceAndBobExample.bothSave(store);

    String shown = printed(() -> AliceAndBobExample.show(store));
    Conflict current = store.conflicts("carol").get(0);
    assertThat(shown).isEqualTo("%s\ntrue\n".formatted(current.rivals()));
    assertThat(current.leading()).isEqualTo(store.get("carol").revision());
    assertThat(names("carol")).hasSize(4);

    assertThat(printed(() -> AliceAndBobExample.editAbove(store))).isEqualTo("false\n");
    assertThat(store.conflicts("carol").get(0).rivals()).isEqualTo(current.rivals());

    Versioned<ObjectNode> settled = AliceAndBobExample.settle(store);
    assertThat(settled.value())
        .isEqualTo(
            json(
                "{'name': 'Carol', 'email': 'carol@example.org', 'phone': '555-0199',"
                    + " 'city': 'Oslo'}"));
    assertThat(settled.revision().generation()).isEqualTo(4);
    assertThat(store.conflicts("carol")).isEmpty();
    assertThat(names("carol")).contains(current.leading().toString()).hasSize(5);
    assertThat(names(".local/archive/carol")).containsExactly(current.rivals().get(0).toString());
    assertThat(names(".tombstones/carol")).hasSize(1);
  }

  @Test
  void conflictsAreToldByNamesAndThenByBodies() {
    Versioned<ObjectNode> base = carol();
    Versioned<ObjectNode> one = edit(base, "city", "Oslo");
    Versioned<ObjectNode> two = edit(base, "city", "Rome");
    store.update(two.withValue(two.value().put("phone", "555-0199")));

    assertThat(printed(() -> TellingExample.names(store)))
        .isEqualTo("carol: EDITS since %s\n".formatted(store.conflicts("carol").get(0).since()));

    OpenConflict<ObjectNode> open = store.conflict("carol").orElseThrow();
    assertThat(open.base()).contains(base);
    assertThat(open.rivals()).extracting(rival -> rival.revision()).contains(one.revision());
    assertThat(printed(() -> TellingExample.bodies(store)))
        .isEqualTo(
            """
            base   {"name":"Carol","email":"carol@example.com","city":"Bonn"}
            rival  {"name":"Carol","email":"carol@example.com","city":"Rome","phone":"555-0199"}
            rival  {"name":"Carol","email":"carol@example.com","city":"Oslo"}
            merged {"name":"Carol","email":"carol@example.com","city":"Rome","phone":"555-0199"}
            clash  /city [Optional["Oslo"], Optional["Rome"]]
            """);
  }

  @Test
  void capturedRivalIsRetiredAndComesBack() {
    Versioned<ObjectNode> base = carol();
    Versioned<ObjectNode> rival = edit(base, "city", "Rome");
    Versioned<ObjectNode> holding = edit(edit(base, "phone", "555-0199"), "city", "Rome");
    edit(holding, "city", "Oslo");

    List<Settlement> settled = new ArrayList<>();
    String printed = printed(() -> settled.addAll(SettlingExample.captured(store)));

    assertThat(printed)
        .isEqualTo("[%s] stand in %s\n".formatted(rival.revision(), holding.revision()));
    assertThat(settled)
        .containsExactly(
            new Settlement(
                "carol", List.of(rival.revision()), holding.revision(), Settlement.By.CAPTURED));
    assertThat(store.conflict("carol")).isEmpty();

    Versioned<ObjectNode> again = SettlingExample.undo(store, settled.get(0));
    assertThat(again.value()).isEqualTo(rival.value());
    assertThat(store.conflicts("carol")).hasSize(1);
  }

  @Test
  void rulesAreTheSameByAnnotationAndByPath() {
    assertThat(SettlingExample.annotatedRules()).isEqualTo(SettlingExample.rules());
  }

  @Test
  void rulesMergeWhatTheTableSays() {
    ObjectNode base =
        json(
            "{'tags': ['new', 'vip'], 'items': [{'sku': 'a', 'quantity': 1}],"
                + " 'notes': ['one', 'two', 'three']}");
    ObjectNode ours =
        json(
            "{'tags': ['vip'], 'items': [{'sku': 'a', 'quantity': 3}],"
                + " 'notes': ['ONE', 'two', 'three']}");
    ObjectNode theirs =
        json(
            "{'tags': ['new', 'vip', 'eu'],"
                + " 'items': [{'sku': 'a', 'quantity': 2}, {'sku': 'b', 'quantity': 1}],"
                + " 'notes': ['one', 'two', 'three', 'four']}");
    try (FileObjectStore merging =
        SettlingExample.open(temp.resolve("carts"), SettlingExample.rules())) {
      Versioned<ObjectNode> cart = merging.create("cart", base);
      merging.update(cart.withValue(ours));

      Versioned<ObjectNode> merged = merging.update(cart.withValue(theirs));

      assertThat(merged.value())
          .isEqualTo(
              json(
                  "{'tags': ['vip', 'eu'],"
                      + " 'items': [{'sku': 'a', 'quantity': 4}, {'sku': 'b', 'quantity': 1}],"
                      + " 'notes': ['ONE', 'two', 'three', 'four']}"));
      assertThat(merging.conflicts("cart")).isEmpty();
    }
  }

  @Test
  void treatmentOfOneEditIsNotThatOfOthers() {
    Versioned<ObjectNode> base = carol();
    edit(base, "city", "Oslo");
    Versioned<ObjectNode> stale = base.withValue(base.value().deepCopy().put("phone", "555-0199"));

    Versioned<ObjectNode> written = SettlingExample.askOnce(store, stale);

    assertThat(written.value())
        .isEqualTo(base.value().put("city", "Oslo").put("phone", "555-0199"));
    assertThat(store.conflicts("carol")).isEmpty();
  }

  @Test
  void resolverDecidesWhatItKnowsAndLeavesTheRest() {
    Versioned<ObjectNode> note = store.create("note", json("{'text': 'a', 'by': 'x'}"));
    store.update(note.withValue(json("{'text': 'a longer text', 'by': 'x'}")));
    store.update(note.withValue(json("{'text': 'a text', 'by': 'x'}")));

    assertThat(SettlingExample.resolver(store).orElseThrow().value())
        .isEqualTo(json("{'text': 'a longer text', 'by': 'x'}"));
    assertThat(store.conflicts("note")).isEmpty();

    Versioned<ObjectNode> now = store.get("note");
    store.update(now.withValue(json("{'text': 'b', 'by': 'y'}")));
    store.update(now.withValue(json("{'text': 'c', 'by': 'z'}")));
    SettlingExample.resolver(store);
    assertThat(store.conflicts("note")).hasSize(1);
  }

  @Test
  void processesThatMergeWriteTheSameFile() throws IOException {
    Versioned<ObjectNode> base = carol();
    edit(base, "city", "Oslo");
    edit(base, "phone", "555-0199");
    copy(temp.resolve("users"), temp.resolve("elsewhere"));

    Versioned<ObjectNode> here = store.resolve("carol").orElseThrow();
    try (FileObjectStore elsewhere = FileObjectStore.open(temp.resolve("elsewhere"), OPTIONS)) {
      assertThat(elsewhere.resolve("carol")).contains(here);
    }
  }

  @Test
  void personChoosesOrDropsOrMerges() {
    Versioned<ObjectNode> base = carol();
    edit(base, "city", "Oslo");
    edit(base, "city", "Rome");
    Versioned<ObjectNode> third = edit(base, "city", "Lima");

    OpenConflict<ObjectNode> three = store.conflict("carol").orElseThrow();
    Revision unwanted = three.rivals().get(2).revision();
    SettlingExample.dropOne(store, three, unwanted);
    OpenConflict<ObjectNode> two = store.conflict("carol").orElseThrow();
    assertThat(two.rivals()).hasSize(2);
    assertThat(two.revisions()).doesNotContain(unwanted);
    assertThat(third.id()).isEqualTo(two.id());

    SettlingExample.choose(store, two);
    assertThat(store.conflicts("carol")).isEmpty();
    assertThat(store.get("carol").value()).isEqualTo(two.rivals().get(1).value());
    assertThat(SettlingExample.untilDecided(store)).isEqualTo(store.get("carol"));
  }

  @Test
  void whatArrivesWhileAPersonDecidesStaysVisible() {
    Versioned<ObjectNode> base = carol();
    edit(base, "city", "Oslo");
    edit(base, "city", "Rome");
    OpenConflict<ObjectNode> seen = store.conflict("carol").orElseThrow();
    Versioned<ObjectNode> meanwhile = edit(store.get("carol"), "phone", "555-0199");

    Versioned<ObjectNode> decision =
        store.settle("carol", seen.leading().value(), seen.revisions());

    assertThat(store.conflict("carol").orElseThrow().revisions())
        .containsExactlyInAnyOrder(meanwhile.revision(), decision.revision());

    try (FileObjectStore rejecting =
        FileObjectStore.open(temp.resolve("users"), OPTIONS.withOnStale(OnStale.REJECT))) {
      OpenConflict<ObjectNode> again = rejecting.conflict("carol").orElseThrow();
      edit(store.get("carol"), "phone", "555-0100");
      assertThatExceptionOfType(StaleRevisionException.class)
          .isThrownBy(() -> rejecting.settle("carol", again.merged(), again.revisions()));
      SettlingExample.untilDecided(rejecting);
      assertThat(rejecting.conflicts("carol")).isEmpty();
    }
  }

  @Test
  void withoutABaseNothingIsMergedByItself() throws IOException {
    Path directory = Files.createDirectories(temp.resolve("users/carol"));
    Files.writeString(
        directory.resolve("1-833f0fbe0c424fd390e7a5b55c35aee3"), "{\"city\": \"Oslo\"}");
    Files.writeString(
        directory.resolve("1-b1946ac92492d2347c6235b4d2611184"),
        "{\"city\": \"Oslo\", \"phone\": \"555-0199\"}");

    OpenConflict<ObjectNode> open = store.conflict("carol").orElseThrow();

    assertThat(open.base()).isEmpty();
    assertThat(open.clashes()).extracting(Clash::pointer).containsExactly("/phone");
    store.resolve("carol");
    assertThat(store.conflicts("carol")).hasSize(1);
  }

  @Test
  void impureRuleLeadsToTwoDecisionsOfWhichTheGreaterStands() throws IOException {
    Versioned<ObjectNode> base = carol();
    edit(base, "city", "Oslo");
    edit(base, "city", "Rome");
    copy(temp.resolve("users"), temp.resolve("elsewhere"));
    List<Revision> decisions = new ArrayList<>();
    try (FileObjectStore elsewhere = FileObjectStore.open(temp.resolve("elsewhere"), OPTIONS)) {
      for (Map.Entry<ObjectStore, String> each :
          Map.<ObjectStore, String>of(store, "Lima", elsewhere, "Bern").entrySet()) {
        ConflictResolver<ObjectNode> impure =
            conflict -> Optional.of(conflict.merged().put("city", each.getValue()));
        ObjectStore ruled = each.getKey().merging(MergeRules.none(), impure);
        decisions.add(ruled.resolve("carol").orElseThrow().revision());
      }
    }
    copy(temp.resolve("elsewhere"), temp.resolve("users"));
    assertThat(store.conflicts("carol")).hasSize(1);

    store.resolve("carol");

    assertThat(store.conflicts("carol")).isEmpty();
    assertThat(store.get("carol").revision())
        .isEqualTo(decisions.stream().max(Revision::compareTo).orElseThrow());
  }

  @Test
  void editThatADeletionHadNotSeenIsKept() throws IOException {
    Versioned<ObjectNode> edit = editUnderADeletion();

    Conflict conflict = store.conflicts("carol").get(0);
    assertThat(printed(() -> DeletionExample.show(store)))
        .isEqualTo("DELETION\n[%s]\n%s\n".formatted(edit.revision(), conflict.deleted()));
    assertThat(conflict.deleted()).hasSize(2);

    Versioned<ObjectNode> kept = DeletionExample.keep(store);
    assertThat(store.get("carol")).isEqualTo(kept);
    assertThat(store.conflicts("carol")).isEmpty();
    assertThat(contentOf(".tombstones/carol"))
        .contains("\"kind\": \"settle\"", "\"kind\": \"delete\"", kept.revision().toString());
  }

  @Test
  void deletionThatIsRepeatedStands() throws IOException {
    editUnderADeletion();

    assertThat(DeletionExample.deleteAgain(store)).isTrue();

    assertThat(store.exists("carol")).isFalse();
    assertThat(store.conflicts("carol")).isEmpty();

    Versioned<ObjectNode> back = DeletionExample.undelete(store);
    assertThat(back.value().get("city").asString()).isEqualTo("Rome");
    assertThat(back.revision().generation()).isEqualTo(4);
  }

  @Test
  void undeleteKeepsTheEditAsItIs() throws IOException {
    Versioned<ObjectNode> edit = editUnderADeletion();

    assertThat(DeletionExample.undelete(store)).isEqualTo(edit);
    assertThat(store.conflicts("carol")).isEmpty();
  }

  @Test
  void pastIsToldAndBroughtBack() throws IOException {
    Instant january = Instant.parse("2026-01-01T00:00:00Z");
    Versioned<ObjectNode> first = store.create("carol", json("{'city': 'Bonn'}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'city': 'Oslo'}")));
    Versioned<ObjectNode> third = edit(second, "phone", "555-0199");
    Versioned<ObjectNode> fourth = edit(third, "phone", "555-0100");
    Versioned<ObjectNode> fifth = edit(fourth, "phone", "555-0101");
    List<Versioned<ObjectNode>> line = List.of(first, second, third, fourth, fifth);
    for (int i = 0; i < line.size(); i++) {
      Files.setLastModifiedTime(
          temp.resolve("users/carol/" + line.get(i).revision()),
          FileTime.from(january.plus(Duration.ofDays(i))));
    }

    CompactionReport[] compacted = new CompactionReport[1];
    String dry = printed(() -> compacted[0] = PastExample.compact(store));

    assertThat(compacted[0].revisions()).isEqualTo(2);
    assertThat(dry).isEqualTo("2 revisions, %d bytes\n".formatted(compacted[0].bytes()));
    assertThat(PastExample.purge(store).revisions()).as("dead for a moment only").isZero();
    assertThat(printed(() -> PastExample.history(store)))
        .isEqualTo(
            """
            4 LIVE {"city":"Oslo","phone":"555-0101"}
            3 LIVE {"city":"Oslo","phone":"555-0100"}
            2 LIVE {"city":"Oslo","phone":"555-0199"}
            1 COMPACTED {"city":"Oslo"}
            0 COMPACTED {"city":"Bonn"}
            """);
    assertThat(PastExample.asOf(store, january.plus(Duration.ofHours(25)))).contains(second);
    assertThat(printed(() -> PastExample.diff(store, first.revision(), second.revision())))
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/city\",\"value\":\"Oslo\"}]\n");

    Versioned<ObjectNode> next = PastExample.revert(store, first.revision());
    assertThat(next.value()).isEqualTo(first.value());
    assertThat(next.revision().generation()).isEqualTo(5);
    assertThat(store.conflicts("carol")).isEmpty();

    Versioned<ObjectNode> again = PastExample.restore(store, second.revision());
    assertThat(again.value()).isEqualTo(second.value());
    assertThat(again.revision().generation()).isEqualTo(1);
    assertThat(store.get("carol")).isEqualTo(next);
    assertThat(store.conflicts("carol")).hasSize(1);
    assertThat(store.history("carol"))
        .filteredOn(entry -> entry.state() == State.COMPACTED)
        .extracting(HistoryEntry::revision)
        .containsExactly(second.revision(), first.revision());
  }

  private Versioned<ObjectNode> carol() {
    Versioned<ObjectNode> created = store.create("carol", json("{'name': 'Carol'}"));
    return store.update(
        created.withValue(json("{'name': 'Carol', 'email': 'carol@example.com', 'city': 'Bonn'}")));
  }

  private Versioned<ObjectNode> edit(Versioned<ObjectNode> base, String field, String value) {
    return store.update(base.withValue(base.value().deepCopy().put(field, value)));
  }

  /** One host deletes, the other one edits, and their files are copied. */
  private Versioned<ObjectNode> editUnderADeletion() throws IOException {
    Versioned<ObjectNode> base = carol();
    copy(temp.resolve("users"), temp.resolve("elsewhere"));
    Versioned<ObjectNode> edit;
    try (FileObjectStore elsewhere = FileObjectStore.open(temp.resolve("elsewhere"), OPTIONS)) {
      edit = elsewhere.update(base.withValue(base.value().put("city", "Rome")));
    }
    assertThat(store.delete("carol")).isTrue();
    copy(temp.resolve("elsewhere"), temp.resolve("users"));
    return edit;
  }

  /** Copies what travels and is not there yet. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = from.relativize(file);
        Path target = to.resolve(name.toString());
        if (!name.startsWith(".local") && Files.notExists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  private List<String> names(String directory) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("users").resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String contentOf(String directory) throws IOException {
    StringBuilder content = new StringBuilder();
    for (String name : names(directory)) {
      content.append(Files.readString(temp.resolve("users").resolve(directory).resolve(name)));
    }
    return content.toString();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  /** What a call prints, with line feeds. */
  private static String printed(Runnable call) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      call.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8).replace("\r\n", "\n");
  }

  private static List<String> matches(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toList());
  }

  private static String flattened(String text) {
    return text.stripTrailing().stripIndent().strip();
  }
}
