package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.sample.users.Comparison.Cell;
import io.multiprocess.sample.users.Comparison.Row;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ComparisonTests {

  private static final Revision FIRST = new Revision(0, "a".repeat(32));
  private static final Revision LOWER = new Revision(1, "b".repeat(32));
  private static final Revision HIGHER = new Revision(1, "c".repeat(32));

  @Test
  void knownFieldsComeFirstInTheOrderOfTheForm() {
    Comparison comparison =
        Comparison.of(List.of(document(FIRST, "{'zip':'1','notes':'n','fullName':'Bob','age':7}")));

    assertThat(comparison.rows())
        .extracting(Row::label)
        .containsExactly("Full name", "Notes", "age", "zip");
  }

  @Test
  void idAndRevisionAreNoFields() {
    Comparison comparison = Comparison.of(List.of(document(FIRST, "{'_id':'bob','_rev':'0-a'}")));

    assertThat(comparison.rows()).isEmpty();
  }

  @Test
  void differencesAreTheRowsWhoseValuesAreNotAllEqual() {
    Comparison comparison =
        Comparison.of(
            List.of(
                document(HIGHER, "{'fullName':'Bob','email':'b@example.com'}"),
                document(LOWER, "{'fullName':'Bob'}")));

    assertThat(comparison.differences())
        .containsExactly(
            new Row(
                "email",
                "Email",
                true,
                true,
                List.of(new Cell(false, "b@example.com"), new Cell(true, null))));
  }

  @Test
  void valuesOfUnknownFieldsAreNotShownButTheirDifferenceIs() {
    Comparison comparison =
        Comparison.of(
            List.of(
                document(HIGHER, "{'password':'secret'}"),
                document(LOWER, "{'password':'other'}")));

    assertThat(comparison.differences())
        .containsExactly(
            new Row(
                "password",
                "password",
                false,
                true,
                List.of(new Cell(false, null), new Cell(false, null))));
  }

  @Test
  void valuesOfKnownFieldsThatAreNoTextAreNotShown() {
    Comparison comparison = Comparison.of(List.of(document(FIRST, "{'email':['a','b']}")));

    assertThat(comparison.rows().get(0).cells()).containsExactly(new Cell(false, null));
  }

  @Test
  void rivalryTellsWhatTheOthersSayBesideOne() {
    Rivalry rivalry =
        Rivalry.of(
            conflict(),
            List.of(
                document(HIGHER, "{'fullName':'Bob','email':'h@example.com','pin':1}"),
                document(LOWER, "{'fullName':'Bob','email':'l@example.com','pin':2}"),
                document(FIRST, "{'fullName':'Bo'}")));

    assertThat(rivalry.valuesBeside(HIGHER))
        .isEqualTo(Map.of("email", List.of(new Rivalry.Value(LOWER, "l@example.com"))));
    assertThat(rivalry.valuesBeside(FIRST)).isEmpty();
  }

  @Test
  void historyComparesWithTheGreatestRevisionOfAnEarlierGeneration() {
    Conflict conflict = conflict();
    List<HistoryEntry> entries =
        HistoryEntry.of(
            List.of(
                document(HIGHER, "{'fullName':'Bob'}"),
                document(LOWER, "{'fullName':'Bobby'}"),
                document(FIRST, "{'fullName':'Bo'}")),
            List.of(conflict));

    assertThat(entries)
        .extracting(
            HistoryEntry::revision,
            HistoryEntry::winner,
            HistoryEntry::conflict,
            HistoryEntry::compared)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(HIGHER, true, conflict, FIRST),
            org.assertj.core.groups.Tuple.tuple(LOWER, false, conflict, FIRST),
            org.assertj.core.groups.Tuple.tuple(FIRST, false, null, null));
    assertThat(entries.get(1).rows().get(0).cells())
        .containsExactly(new Cell(false, "Bo"), new Cell(false, "Bobby"));
  }

  private static Versioned<ObjectNode> document(Revision revision, String json) {
    ObjectNode value = (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
    return new Versioned<>("bob", revision, value);
  }

  private static Conflict conflict() {
    List<Revision> rivals = List.of(LOWER, HIGHER);
    return new Conflict("bob", rivals, List.of(), true, rivals, Optional.of(FIRST), Instant.EPOCH);
  }
}
