package io.multiprocess.sample.users;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One live revision of a user.
 *
 * @param revision its name
 * @param winner whether it is the one that readers get
 * @param conflict the conflict it is a rival of, or null
 * @param compared the revision it is compared with, the greatest of an earlier generation; or null
 * @param rows fields that differ from that revision, or all fields when there is none
 */
record HistoryEntry(
    Revision revision,
    boolean winner,
    @Nullable Conflict conflict,
    @Nullable Revision compared,
    List<Comparison.Row> rows) {

  /**
   * Entries for all revisions.
   *
   * @param documents the revisions, greatest first
   * @param conflicts conflicts among them
   */
  static List<HistoryEntry> of(List<Versioned<ObjectNode>> documents, List<Conflict> conflicts) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Versioned<ObjectNode> document = documents.get(i);
      Optional<Versioned<ObjectNode>> earlier =
          documents.stream()
              .filter(d -> d.revision().generation() < document.revision().generation())
              .findFirst();
      List<Comparison.Row> rows =
          earlier
              .map(before -> Comparison.of(List.of(before, document)).differences())
              .orElseGet(() -> Comparison.of(List.of(document)).rows());
      Conflict conflict =
          conflicts.stream()
              .filter(c -> c.rivals().contains(document.revision()))
              .findFirst()
              .orElse(null);
      entries.add(
          new HistoryEntry(
              document.revision(),
              i == 0,
              conflict,
              earlier.map(Versioned::revision).orElse(null),
              rows));
    }
    return entries;
  }
}
