package io.multiprocess.store.console;

import static io.multiprocess.store.console.ConsoleStores.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.console.Visitor.Page;
import io.multiprocess.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** How people end conflicts in the console. */
class MergePageTests {

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

  private Page merge(String id) {
    return visitor.get("/merge", "store", "users", "id", id);
  }

  private ObjectNode now(String id) {
    return stores.users.get(id).value();
  }

  /** The rival that has Oslo. */
  private Revision oslo() {
    return stores.users.conflict("carol").orElseThrow().rivals().stream()
        .filter(rival -> rival.value().get("city").stringValue().equals("Oslo"))
        .findFirst()
        .orElseThrow()
        .revision();
  }

  @Test
  void pageShowsWhatMergedAndAsksOnlyWhatClashes() {
    stores.conflict("carol");

    Page page = merge("carol");

    assertThat(page.text())
        .contains("2 edits of one state that did not know of each other.")
        .contains("Ours, leading")
        .contains("Theirs")
        .contains("One field to decide")
        .contains("Merged by itself Field Before Ours, leading Theirs Merged phone nothing")
        .contains("2 fields are the same for all")
        .contains("Still to decide: city");
    assertThat(page.all("name=\"choice-0\" value=\"([^\"]*)\""))
        .hasSize(4)
        .contains("base", "edit", oslo().toString());
  }

  @Test
  void oneClickPerClashSettles() {
    stores.conflict("carol");
    String oslo = oslo().toString();

    Page sent = visitor.send(merge("carol"), "/merge", "action", "settle", "choice-0", oslo);

    assertThat(sent.status()).isEqualTo(303);
    assertThat(now("carol"))
        .isEqualTo(json("{'name': 'Carol', 'city': 'Oslo', 'active': true, 'phone': '555-0199'}"));
    assertThat(stores.users.conflict("carol")).isEmpty();
    assertThat(visitor.follow(sent.location()).text())
        .contains("Settled. What it leaves behind rests in the archive.");
  }

  @Test
  void whatWasBeforeOrSomethingElseCanBeChosen() {
    stores.conflict("carol");
    stores.conflict("dora");

    visitor.send(merge("carol"), "/merge", "action", "settle", "choice-0", "base");
    visitor.send(
        merge("dora"), "/merge", "action", "settle", "choice-0", "edit", "text-0", "São \"Paulo\"");

    assertThat(now("carol").get("city").stringValue()).isEqualTo("Bonn");
    assertThat(now("dora").get("city").stringValue()).isEqualTo("São \"Paulo\"");
  }

  @Test
  void valuesThatAreNoTextAreTypedAsJson() {
    Versioned<ObjectNode> base = stores.create("x", "{'n': 1}");
    stores.edit(base, "{'n': 2}");
    stores.edit(base, "{'n': [3]}");
    Page form = merge("x");
    assertThat(form.text()).contains("Something else, as JSON");

    Page wrong =
        visitor.send(form, "/merge", "action", "settle", "choice-0", "edit", "text-0", "{4");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("This is not JSON").contains("line 1, column");
    assertThat(wrong.html()).contains(">{4</textarea>");

    visitor.send(wrong, "/merge", "action", "settle", "choice-0", "edit", "text-0", "{\"m\": 4}");
    assertThat(now("x")).isEqualTo(json("{'n': {'m': 4}}"));
  }

  @Test
  void removalIsAChoiceToo() {
    Versioned<ObjectNode> base = stores.create("x", "{'a': {'b': 'c'}, 'k': 1}");
    Versioned<ObjectNode> gone = stores.edit(base, "{'k': 1}");
    stores.edit(base, "{'a': {'b': 'd'}, 'k': 1}");

    Page form = merge("x");
    assertThat(form.text()).contains("nothing");
    visitor.send(form, "/merge", "action", "settle", "choice-0", gone.revision().toString());

    assertThat(now("x")).isEqualTo(json("{'k': 1}"));
  }

  @Test
  void clashInsideAnElementIsDecidedAtItsPlace() {
    MergeRules rules = MergeRules.builder().keyed("/items", "sku").build();
    try (FileObjectStore ruled =
        FileObjectStore.open(
            directory.resolve("ruled"), ConsoleStores.OPTIONS.withMergeRules(rules))) {
      Versioned<ObjectNode> base =
          ruled.create("x", json("{'items': [{'sku': 'a', 'n': 1}, {'sku': 'b', 'n': 1}]}"));
      ruled.update(base.withValue(json("{'items': [{'sku': 'b', 'n': 2}, {'sku': 'c', 'n': 1}]}")));
      ruled.update(base.withValue(json("{'items': [{'sku': 'a', 'n': 1}, {'sku': 'b', 'n': 3}]}")));
      OpenConflict<ObjectNode> open = ruled.conflict("x").orElseThrow();
      assertThat(open.clashes()).hasSize(1);
      Revision three =
          open.rivals().stream()
              .filter(rival -> rival.value().toString().contains("\"n\":3"))
              .findFirst()
              .orElseThrow()
              .revision();
      Query query =
          new Query(
              Visitor.request(
                  "POST",
                  "/merge",
                  "at-0",
                  open.clashes().get(0).pointer(),
                  "choice-0",
                  three.toString()));

      Decision.Outcome outcome = Decision.of(query).apply(open);

      assertThat(outcome.problems()).isEmpty();
      assertThat(outcome.document())
          .isEqualTo(json("{'items': [{'sku': 'b', 'n': 3}, {'sku': 'c', 'n': 1}]}"));
      assertThat(MergeView.of(open, Decision.none(), Map.of()).clashes())
          .extracting(MergeView.Question::place)
          .containsExactly("items › 0 › n");
    }
  }

  @Test
  void threeVersionsStandBesideEachOther() {
    Versioned<ObjectNode> base = stores.create("x", "{'city': 'Bonn'}");
    for (String city : List.of("Oslo", "Rome", "Lima")) {
      stores.edit(base, "{'city': '%s'}".formatted(city));
    }

    Page page = merge("x");
    assertThat(page.all("<h3>([^<]*)</h3>"))
        .containsExactly("Ours, leading", "Theirs, 1", "Theirs, 2");
    visitor.send(page, "/merge", "action", "settle", "choice-0", "base");

    assertThat(now("x")).isEqualTo(json("{'city': 'Bonn'}"));
    assertThat(stores.users.conflict("x")).isEmpty();
  }

  @Test
  void wholeSideCanBeTaken() {
    stores.conflict("carol");
    Revision side = oslo();

    visitor.send(merge("carol"), "/merge", "action", "take:" + side);

    assertThat(now("carol")).isEqualTo(json("{'name': 'Carol', 'city': 'Oslo', 'active': true}"));
    assertThat(stores.users.conflict("carol")).isEmpty();
  }

  @Test
  void wholeDocumentCanBeTyped() {
    stores.conflict("carol");

    Page wrong = visitor.send(merge("carol"), "/merge", "action", "document", "document", "[1, 2");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.html()).contains(">[1, 2</textarea>");
    Page noObject = visitor.send(wrong, "/merge", "action", "document", "document", "[1, 2]");
    assertThat(noObject.text()).contains("This is not a document; expected a JSON object");
    assertThat(stores.users.conflict("carol")).isPresent();

    visitor.send(noObject, "/merge", "action", "document", "document", "{\"mine\": 1.50}");
    assertThat(now("carol")).hasToString("{\"mine\":1.50}");
  }

  @Test
  void whatIsNotDecidedIsNotSettled() {
    Versioned<ObjectNode> base = stores.create("x", "{'a': 'b', 'c': 'd'}");
    stores.edit(base, "{'a': '1', 'c': '1'}");
    stores.edit(base, "{'a': '2', 'c': '2'}");

    Page page =
        visitor.send(
            merge("x"), "/merge", "action", "settle", "choice-0", "edit", "text-0", "typed");

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.text()).contains("Decide about every field first.").contains("Not decided yet");
    assertThat(page.html()).contains(">typed</textarea>");
    assertThat(stores.users.conflict("x")).isPresent();
  }

  @Test
  void previewShowsWhatWouldStandAndWritesNothing() {
    stores.conflict("carol");
    Page form = merge("carol");

    Page whole =
        visitor.send(form, "/merge", "action", "preview", "choice-0", "edit", "text-0", "Lima");
    Page part = visitor.post("/preview", with(form, "choice-0", "edit", "text-0", "Lima"));

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).contains("\"city\": \"Lima\"").doesNotContain("Still to decide");
    assertThat(part.html()).contains("id=\"preview\"").doesNotContain("<html");
    assertThat(part.text()).contains("\"city\": \"Lima\"");
    assertThat(stores.users.conflict("carol")).isPresent();
  }

  @Test
  void rivalThatArrivesMeanwhileIsShownAndNothingIsLost() {
    stores.conflict("carol");
    Page form = merge("carol");
    Versioned<ObjectNode> first =
        stores.users.history("carol").stream()
            .filter(entry -> entry.revision().generation() == 0)
            .map(entry -> new Versioned<>("carol", entry.revision(), entry.value().orElseThrow()))
            .findFirst()
            .orElseThrow();
    stores.edit(first, "{'name': 'Carol', 'city': 'Lima', 'active': true}");

    Page page =
        visitor.send(form, "/merge", "action", "settle", "choice-0", "edit", "text-0", "typed");

    assertThat(page.status()).isEqualTo(409);
    assertThat(page.text())
        .contains("Somebody wrote this object while you were deciding. Nothing was settled.")
        .contains("Lima")
        .contains("3 edits");
    assertThat(page.html()).contains(">typed</textarea>");
    assertThat(stores.users.conflict("carol").orElseThrow().rivals()).hasSize(3);

    visitor.send(page, "/merge", "action", "settle", "choice-0", "edit", "text-0", "typed");
    assertThat(now("carol").get("city").stringValue()).isEqualTo("typed");
  }

  @Test
  void choiceOfARivalThatHasGoneIsAskedAgain() {
    stores.conflict("carol");
    Page form = merge("carol");
    Revision chosen = oslo();
    Versioned<ObjectNode> further = stores.users.get("carol", chosen);
    stores.edit(further, "{'name': 'Carol', 'city': 'Cork', 'active': true}");

    Page page = visitor.send(form, "/merge", "action", "settle", "choice-0", chosen.toString());

    assertThat(page.status()).isEqualTo(409);
    assertThat(page.text())
        .contains("Cork")
        .contains("What you chose is not among the versions any more");
  }

  @Test
  void conflictThatSomebodyElseSettledLeavesWhatWasTyped() {
    List<Revision> rivals = stores.conflict("carol");
    Page form = merge("carol");
    stores.users.settle("carol", json("{'city': 'theirs'}"), rivals);

    Page chosen =
        visitor.send(form, "/merge", "action", "settle", "choice-0", "edit", "text-0", "typed");
    Page whole =
        visitor.send(form, "/merge", "action", "document", "document", "{\"city\": \"mine\"}");

    assertThat(chosen.status()).isEqualTo(409);
    assertThat(chosen.text()).contains("Nothing of yours was written").contains("typed");
    assertThat(whole.html()).contains("{&quot;city&quot;: &quot;mine&quot;}</textarea>");
    assertThat(now("carol")).isEqualTo(json("{'city': 'theirs'}"));
  }

  @Test
  void openFormHearsThatSomebodyHasWritten() {
    stores.conflict("carol");
    String asked = merge("carol").all("hx-get=\"([^\"]*live/merge[^\"]*)\"").get(0);
    assertThat(visitor.follow(asked).status()).isEqualTo(204);

    stores.edit(stores.users.get("carol"), "{'city': 'Cork'}");

    Page word = visitor.follow(asked);
    assertThat(word.text()).contains("Somebody has just written this object.");
    assertThat(word.html()).doesNotContain("<html").doesNotContain("hx-get");
  }

  @Test
  void editAndDeletionAreSettledByKeepingOrDeleting() throws IOException {
    Versioned<ObjectNode> edit = stores.editUnderADeletion("carol");
    Page form = merge("carol");
    assertThat(form.text())
        .contains("Somebody deleted this object, and somebody edited it without knowing.")
        .contains("Keep it as it is")
        .contains("Delete it")
        .contains("Keep it, like this");

    visitor.send(form, "/merge", "action", "keep");
    assertThat(stores.users.get("carol").revision()).isEqualTo(edit.revision());
    assertThat(stores.users.conflicts("carol")).isEmpty();

    stores.editUnderADeletion("dora");
    visitor.send(merge("dora"), "/merge", "action", "document", "document", "{\"kept\": true}");
    assertThat(now("dora")).isEqualTo(json("{'kept': true}"));
    assertThat(stores.users.conflicts("dora")).isEmpty();

    stores.editUnderADeletion("emil");
    Page deleted = visitor.send(merge("emil"), "/merge", "action", "delete");
    assertThat(stores.users.exists("emil")).isFalse();
    assertThat(visitor.follow(deleted.location()).text())
        .contains("deleted")
        .contains("Bring it back");
  }

  @Test
  void deletionOfWhatWasEditedMeanwhileIsNotDone() throws IOException {
    stores.editUnderADeletion("carol");
    Page form = merge("carol");
    stores.edit(stores.users.get("carol"), "{'city': 'Cork'}");

    Page page = visitor.send(form, "/merge", "action", "delete");

    assertThat(page.status()).isEqualTo(409);
    assertThat(stores.users.exists("carol")).isTrue();
  }

  @Test
  void deletedObjectIsBroughtBack() {
    stores.create("carol", "{'city': 'Bonn'}");
    stores.users.delete("carol");
    Page page = visitor.get("/object", "store", "users", "id", "carol");
    assertThat(page.text()).contains("deleted").contains("Bring it back");

    Page sent = visitor.send(page, "/undelete");

    assertThat(sent.status()).isEqualTo(303);
    assertThat(now("carol")).isEqualTo(json("{'city': 'Bonn'}"));
    assertThat(visitor.send(page, "/undelete").status()).isEqualTo(409);
  }

  @Test
  void retiredRivalIsRestored() {
    List<Revision> rivals = stores.conflict("carol");
    stores.users.settle("carol", json("{'city': 'Lima'}"), rivals);
    Page page =
        visitor.get(
            "/revision", "store", "users", "id", "carol", "revision", rivals.get(1).toString());

    Page sent = visitor.send(page, "/restore");

    assertThat(visitor.follow(sent.location()).text())
        .contains("Restored. Beside what stands there it shows as a conflict.")
        .contains("conflict of carol");
    assertThat(stores.users.conflicts("carol")).isNotEmpty();
  }

  private static String[] with(Page form, String... parameters) {
    List<String> all = new ArrayList<>(form.hidden("/merge"));
    all.addAll(List.of(parameters));
    return all.toArray(new String[0]);
  }
}
