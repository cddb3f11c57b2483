package io.multiprocess.store.console;

import io.multiprocess.store.Clash;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Rival;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An open conflict place by place: what is to be decided, what has merged by itself, and what
 * everybody left alone.
 *
 * @param sides the rivals, the leading one first
 * @param based whether it is known what they were made from
 * @param clashes what is to be decided
 * @param merged what has merged
 * @param same what everybody has alike
 */
record MergeView(
    List<Side> sides, boolean based, List<Question> clashes, List<Row> merged, List<Row> same) {

  /**
   * One side.
   *
   * @param revision the rival
   * @param name what the page calls it
   * @param writtenAt when it was written
   */
  record Side(Revision revision, String name, String writtenAt) {}

  /**
   * One value.
   *
   * @param json the value; null if there is none
   * @param changed whether it differs from the base
   */
  record Cell(@Nullable JsonText json, boolean changed) {}

  /**
   * One place that needs no decision.
   *
   * @param place names of the fields that lead there
   * @param base what was there
   * @param sides what each side has there
   * @param merged what stands there now
   */
  record Row(String place, Cell base, List<Cell> sides, Cell merged) {}

  /**
   * One place to decide on.
   *
   * @param number of the question
   * @param pointer the place
   * @param place names of the fields that lead there
   * @param answers what can be chosen
   * @param edited whether something else was chosen
   * @param text what was typed, or could be a start
   * @param plain whether text is typed, not JSON
   * @param problem what is wrong with the choice, if something is
   */
  record Question(
      int number,
      String pointer,
      String place,
      List<Answer> answers,
      boolean edited,
      String text,
      boolean plain,
      @Nullable String problem) {}

  /**
   * One value that can be chosen.
   *
   * @param what the form's name for it
   * @param of whose value it is
   * @param json the value; null if the field is to be left out
   * @param chosen whether it is chosen
   */
  record Answer(String what, String of, @Nullable JsonText json, boolean chosen) {}

  /** Lays out a conflict with what was chosen so far. */
  static MergeView of(
      OpenConflict<ObjectNode> conflict, Decision decision, Map<String, String> problems) {
    List<Side> sides = new ArrayList<>();
    for (Rival<ObjectNode> rival : conflict.rivals()) {
      String name =
          sides.isEmpty()
              ? "Ours, leading"
              : conflict.rivals().size() == 2 ? "Theirs" : "Theirs, " + sides.size();
      sides.add(new Side(rival.revision(), name, Moment.text(rival.writtenAt())));
    }
    List<Question> questions = new ArrayList<>();
    for (Clash clash : conflict.clashes()) {
      questions.add(
          question(questions.size(), clash, sides, decision, problems.get(clash.pointer())));
    }
    Layout layout = new Layout(conflict);
    layout.addFields(
        "",
        conflict.base().map(base -> base.value()).orElse(null),
        conflict.rivals().stream().<JsonNode>map(Rival::value).toList(),
        conflict.merged());
    return new MergeView(sides, conflict.base().isPresent(), questions, layout.merged, layout.same);
  }

  private static Question question(
      int number, Clash clash, List<Side> sides, Decision decision, @Nullable String problem) {
    Decision.Choice choice = decision.at(clash.pointer());
    List<Answer> answers = new ArrayList<>();
    List<Optional<JsonNode>> told = new ArrayList<>();
    for (Side side : sides) {
      Optional<JsonNode> value = clash.values().getOrDefault(side.revision(), Optional.empty());
      if (!told.contains(value)) {
        told.add(value);
        answers.add(answer(side.revision().toString(), owners(clash, sides, value), value, choice));
      }
    }
    boolean known = clash.base().isPresent();
    if (known && !told.contains(clash.base())) {
      answers.add(answer(Decision.BASE, "As it was before", clash.base(), choice));
    }
    boolean plain = Decision.isText(clash);
    String start = clash.ours().map(v -> plain ? v.stringValue() : JsonText.laidOut(v)).orElse("");
    return new Question(
        number,
        clash.pointer(),
        Differences.place(clash.pointer()),
        answers,
        choice.what().equals(Decision.EDIT),
        choice.text().isEmpty() && !choice.what().equals(Decision.EDIT) ? start : choice.text(),
        plain,
        problem);
  }

  private static Answer answer(
      String what, String of, Optional<JsonNode> value, Decision.Choice choice) {
    return new Answer(
        what, of, value.map(JsonText::value).orElse(null), choice.what().equals(what));
  }

  private static String owners(Clash clash, List<Side> sides, Optional<JsonNode> value) {
    String owners =
        sides.stream()
            .filter(side -> Objects.equals(clash.values().get(side.revision()), value))
            .map(side -> "%s %s".formatted(side.name(), HistoryGraph.shortName(side.revision())))
            .collect(Collectors.joining(" and "));
    return clash.base().isPresent() && clash.base().equals(value)
        ? owners + ", as it was before"
        : owners;
  }

  /** Goes down the documents as long as all of them have objects that differ. */
  private static final class Layout {

    private final Set<String> clashing;
    private final List<Row> merged = new ArrayList<>();
    private final List<Row> same = new ArrayList<>();

    Layout(OpenConflict<ObjectNode> conflict) {
      this.clashing =
          conflict.clashes().stream().map(Clash::pointer).collect(Collectors.toUnmodifiableSet());
    }

    void addFields(String pointer, @Nullable JsonNode base, List<JsonNode> sides, JsonNode merged) {
      Set<String> names = new LinkedHashSet<>(merged.propertyNames());
      Stream.concat(Stream.ofNullable(base), sides.stream())
          .forEach(each -> names.addAll(each.propertyNames()));
      for (String name : names) {
        add(
            pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
            field(base, name),
            sides.stream().map(side -> Optional.ofNullable(field(side, name))).toList(),
            field(merged, name));
      }
    }

    private void add(
        String pointer,
        @Nullable JsonNode base,
        List<Optional<JsonNode>> sides,
        @Nullable JsonNode merged) {
      if (clashing.contains(pointer)) {
        return;
      }
      Optional<JsonNode> was = Optional.ofNullable(base);
      boolean alike = sides.stream().allMatch(sides.get(0)::equals);
      boolean untouched = alike && (was.equals(sides.get(0)) || was.isEmpty());
      if (!untouched
          && merged instanceof ObjectNode
          && (base == null || base.isObject())
          && sides.stream().allMatch(side -> side.filter(JsonNode::isObject).isPresent())) {
        addFields(pointer, base, sides.stream().map(Optional::orElseThrow).toList(), merged);
        return;
      }
      Row row =
          new Row(
              Differences.place(pointer),
              new Cell(was.map(JsonText::value).orElse(null), false),
              sides.stream()
                  .map(side -> new Cell(side.map(JsonText::value).orElse(null), !side.equals(was)))
                  .toList(),
              new Cell(merged == null ? null : JsonText.value(merged), true));
      (untouched ? same : this.merged).add(row);
    }

    private static @Nullable JsonNode field(@Nullable JsonNode object, String name) {
      return object == null ? null : object.get(name);
    }
  }
}
