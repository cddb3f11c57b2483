package io.multiprocess.sample.users;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several revisions of a user, field by field. Values of fields that this application does not know
 * may be secrets; only whether they differ is told.
 *
 * @param revisions one for each column
 * @param rows one for each field that any of the revisions has
 */
record Comparison(List<Revision> revisions, List<Row> rows) {

  static Comparison of(List<Versioned<ObjectNode>> versions) {
    List<Row> rows = fields(versions).map(field -> row(field, versions)).toList();
    return new Comparison(versions.stream().map(Versioned::revision).toList(), rows);
  }

  /** The rows whose values are not all equal. */
  List<Row> differences() {
    return rows.stream().filter(Row::differs).toList();
  }

  private static Stream<String> fields(List<Versioned<ObjectNode>> versions) {
    Set<String> present = new TreeSet<>();
    versions.forEach(version -> present.addAll(version.value().propertyNames()));
    present.removeIf(field -> field.equals("_id") || field.equals("_rev"));
    Set<String> ordered = new LinkedHashSet<>();
    Stream.of(UserField.values())
        .map(UserField::key)
        .filter(present::contains)
        .forEach(ordered::add);
    ordered.addAll(present);
    return ordered.stream();
  }

  private static Row row(String field, List<Versioned<ObjectNode>> versions) {
    List<JsonNode> values = versions.stream().map(v -> v.value().path(field)).toList();
    boolean known = UserField.find(field).isPresent();
    return new Row(
        field,
        UserField.find(field).map(UserField::label).orElse(field),
        known,
        values.stream().distinct().count() > 1,
        values.stream().map(value -> cell(known, value)).toList());
  }

  private static Cell cell(boolean known, JsonNode value) {
    boolean absent = value.isMissingNode() || value.isNull();
    return new Cell(absent, known && value.isString() ? value.stringValue() : null);
  }

  /**
   * One field of all revisions.
   *
   * @param field name in documents
   * @param label name for people
   * @param known whether this application knows the field
   * @param differs whether the values are not all equal
   * @param cells one for each revision
   */
  record Row(String field, String label, boolean known, boolean differs, List<Cell> cells) {}

  /**
   * One field of one revision.
   *
   * @param absent whether the revision has no such value
   * @param text the value, or null when there is none to show
   */
  record Cell(boolean absent, @Nullable String text) {}
}
