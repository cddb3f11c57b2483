package io.multiprocess.sample.users;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conflict with its rivals side by side, the leading one first.
 *
 * @param conflict the conflict
 * @param comparison its rivals, field by field
 */
record Rivalry(Conflict conflict, Comparison comparison) {

  /**
   * Puts a conflict's rivals side by side.
   *
   * @param documents live revisions of the user, greatest first
   */
  static Rivalry of(Conflict conflict, List<Versioned<ObjectNode>> documents) {
    return new Rivalry(
        conflict,
        Comparison.of(
            documents.stream().filter(d -> conflict.rivals().contains(d.revision())).toList()));
  }

  /** What the other rivals say where they differ from one of them, by field. */
  Map<String, List<Value>> valuesBeside(Revision rival) {
    int own = comparison.revisions().indexOf(rival);
    Map<String, List<Value>> values = new HashMap<>();
    if (own < 0) {
      return values;
    }
    for (Comparison.Row row : comparison.differences()) {
      for (int i = 0; i < row.cells().size(); i++) {
        Comparison.Cell cell = row.cells().get(i);
        if (row.known() && !cell.equals(row.cells().get(own))) {
          values
              .computeIfAbsent(row.field(), field -> new ArrayList<>())
              .add(new Value(comparison.revisions().get(i), cell.text()));
        }
      }
    }
    return values;
  }

  /**
   * One field of one rival.
   *
   * @param revision the rival
   * @param text the value, or null when there is none to show
   */
  record Value(Revision revision, @Nullable String text) {}
}
