package io.multiprocess.store.merge;

import static io.multiprocess.store.merge.ThreeWayMerge.UNSETTLED;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges the rivals of a conflict, one after the other from the leading one on.
 *
 * <p>Each is merged with what those before it came to, from the revision that both come from last.
 * Where there are several, because edits were merged crosswise before, they are merged in the same
 * way, and what they come to is the base. Where no base is known, equal values agree and all else
 * clashes.
 *
 * <p>The result follows from the rivals, their documents and their histories, to the byte. Partial
 * merges that are published and merged again come to the same, in whatever order, as long as none
 * of them clashes, no place gets a value back that it had before, and no two edits add one member
 * to a set. That holds for plain fields, counters, and which members a set has; not for the order
 * of members, nor for sequences and keyed arrays, whose elements are ordered anew by each merge.
 */
public final class ConflictMerge {

  /** Past so many the base counts as unknown: crosswise merges of crosswise merges multiply. */
  private static final int MOST_MERGED_BASES = 200;

  private final Ancestors ancestors;
  private final MergeRules rules;
  private final Map<SortedSet<Revision>, JsonNode> mergedBases = new HashMap<>();

  private ConflictMerge(Ancestors ancestors, MergeRules rules) {
    this.ancestors = ancestors;
    this.rules = rules;
  }

  /**
   * Merges rivals.
   *
   * @throws IllegalArgumentException if there are less than two, or one has no document
   */
  public static MergedConflict of(
      SortedSet<Revision> leaves, Ancestors ancestors, MergeRules rules) {
    SortedSet<Revision> rivals = new TreeSet<>(leaves);
    if (rivals.size() < 2) {
      throw new IllegalArgumentException(
          "Nothing to merge in %s; expected two or more revisions".formatted(rivals));
    }
    Ancestors known = new KnownAncestors(ancestors);
    SortedMap<Revision, ObjectNode> documents = documents(rivals, known);
    JsonNode tree = new ConflictMerge(known, rules).merge(rivals);
    Optional<Revision> base =
        MergeBases.of(rivals.stream().map(List::of).toList(), known::bases)
            .flatMap(ConflictMerge::onlyOne);
    Optional<ObjectNode> baseDocument = base.flatMap(known::document);
    Clashes clashes = new Clashes(baseDocument, documents);
    ObjectNode merged = clashes.settle((ObjectNode) tree, rules);
    return new MergedConflict(
        base, baseDocument.map(ObjectNode::deepCopy), merged, clashes.found());
  }

  private static SortedMap<Revision, ObjectNode> documents(
      SortedSet<Revision> rivals, Ancestors ancestors) {
    SortedMap<Revision, ObjectNode> documents = new TreeMap<>();
    for (Revision rival : rivals) {
      ObjectNode document =
          ancestors
              .document(rival)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Revision '%s' has no document; expected one of each that is merged"
                              .formatted(rival)));
      documents.put(rival, document);
    }
    return documents;
  }

  private static Optional<Revision> onlyOne(SortedSet<Revision> bases) {
    return bases.size() == 1 ? Optional.of(bases.first()) : Optional.empty();
  }

  private JsonNode merge(SortedSet<Revision> revisions) {
    List<Revision> greatestFirst = new ArrayList<>(revisions);
    greatestFirst.sort(Comparator.reverseOrder());
    List<Revision> merged = new ArrayList<>(greatestFirst.subList(0, 1));
    JsonNode result = document(greatestFirst.get(0));
    for (Revision next : greatestFirst.subList(1, greatestFirst.size())) {
      JsonNode base =
          MergeBases.of(List.of(merged, List.of(next)), ancestors::bases)
              .map(this::base)
              .orElse(UNSETTLED);
      result = Objects.requireNonNull(ThreeWayMerge.merge(base, result, document(next), rules));
      merged.add(next);
    }
    return result;
  }

  private JsonNode base(SortedSet<Revision> bases) {
    if (bases.size() < 2) {
      return bases.isEmpty() ? UNSETTLED : document(bases.first());
    }
    JsonNode known = mergedBases.get(bases);
    if (known != null || mergedBases.size() == MOST_MERGED_BASES) {
      return known == null ? UNSETTLED : known;
    }
    mergedBases.put(bases, UNSETTLED);
    JsonNode merged = merge(bases);
    mergedBases.put(bases, merged);
    return merged;
  }

  private JsonNode document(Revision revision) {
    return ancestors.document(revision).map(JsonNode.class::cast).orElse(UNSETTLED);
  }

  /** Asks once for each revision. */
  private static final class KnownAncestors implements Ancestors {

    private final Ancestors ancestors;
    private final Map<Revision, Optional<? extends Collection<Revision>>> bases = new HashMap<>();
    private final Map<Revision, Optional<ObjectNode>> documents = new HashMap<>();

    KnownAncestors(Ancestors ancestors) {
      this.ancestors = ancestors;
    }

    @Override
    public Optional<? extends Collection<Revision>> bases(Revision revision) {
      return bases.computeIfAbsent(revision, ancestors::bases);
    }

    @Override
    public Optional<ObjectNode> document(Revision revision) {
      return documents.computeIfAbsent(revision, ancestors::document);
    }
  }
}
