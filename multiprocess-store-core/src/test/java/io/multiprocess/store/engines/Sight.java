package io.multiprocess.store.engines;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Versioned;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a host sees of an object.
 *
 * @param winner the winner, nothing if there is no object
 * @param live live revisions, greatest first
 * @param conflicts rivals, deletions and leaves of each conflict
 * @param fields all fields that stand in a live revision
 * @param dead revisions that are known to be dead
 */
record Sight(
    List<String> winner,
    List<String> live,
    List<String> conflicts,
    Set<String> fields,
    Set<String> dead) {

  static Sight of(ObjectStore store, String id) {
    List<Versioned<ObjectNode>> live = store.revisions(id);
    return new Sight(
        store.find(id).stream().map(Sight::name).toList(),
        live.stream().map(Sight::name).toList(),
        store.conflicts(id).stream().map(Sight::describe).toList(),
        sorted(live.stream().flatMap(revision -> revision.value().propertyNames().stream())),
        sorted(
            store.history(id).stream()
                .filter(entry -> !entry.isLive())
                .map(HistoryEntry::revision)
                .map(Object::toString)));
  }

  private static Set<String> sorted(Stream<String> names) {
    Set<String> sorted = new TreeSet<>(Comparator.naturalOrder());
    names.forEach(sorted::add);
    return sorted;
  }

  private static String name(Versioned<ObjectNode> object) {
    return object.revision().toString();
  }

  private static String describe(Conflict conflict) {
    return "rivals %s, deleted %s, leaves %s"
        .formatted(conflict.rivals(), conflict.deleted(), conflict.leaves());
  }
}
