package io.multiprocess.store.merge;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** The revisions of one object in memory; later ones of a generation are greater. */
final class History implements Ancestors {

  private final Map<Revision, Set<Revision>> bases = new HashMap<>();
  private final Map<Revision, ObjectNode> documents = new HashMap<>();
  private final Set<Revision> forgotten = new HashSet<>();

  /** Adds a revision made from others. */
  Revision add(ObjectNode document, Revision... from) {
    long generation = 1 + List.of(from).stream().mapToLong(Revision::generation).max().orElse(-1L);
    Revision revision = new Revision(generation, "c%031d".formatted(bases.size()));
    bases.put(revision, Set.of(from));
    documents.put(revision, document);
    return revision;
  }

  /** Adds a revision made from others, its document as text. */
  Revision add(String document, Revision... from) {
    return add(Json.object(document), from);
  }

  /** Forgets a document. */
  void lose(Revision revision) {
    documents.remove(revision);
  }

  /** Says that a revision was made from others, whatever is true. */
  void pretend(Revision revision, Revision... from) {
    bases.put(revision, Set.of(from));
  }

  /** The given revisions without those that are ancestors of others of them. */
  SortedSet<Revision> leaves(Collection<Revision> revisions) {
    SortedSet<Revision> leaves = new TreeSet<>(revisions);
    for (Revision revision : revisions) {
      Set<Revision> below = ancestors(revision);
      below.remove(revision);
      leaves.removeAll(below);
    }
    return leaves;
  }

  /** A revision, what it was made from, and so on. */
  Set<Revision> ancestors(Revision revision) {
    Set<Revision> found = new HashSet<>();
    add(revision, found);
    return found;
  }

  /** Merges revisions. */
  MergedConflict merge(MergeRules rules, Revision... leaves) {
    return ConflictMerge.of(new TreeSet<>(List.of(leaves)), this, rules);
  }

  /** Merges two edits of one base; ours leads. */
  static MergedConflict merge(
      ObjectNode base, ObjectNode ours, ObjectNode theirs, MergeRules rules) {
    History history = new History();
    Revision from = history.add(base);
    Revision their = history.add(theirs, from);
    Revision our = history.add(ours, from);
    return history.merge(rules, their, our);
  }

  /** Merges two edits of one base, as text; ours leads. */
  static MergedConflict merge(String base, String ours, String theirs, MergeRules rules) {
    return merge(Json.object(base), Json.object(ours), Json.object(theirs), rules);
  }

  @Override
  public Optional<Set<Revision>> bases(Revision revision) {
    return forgotten.contains(revision)
        ? Optional.empty()
        : Optional.of(bases.getOrDefault(revision, Set.of()));
  }

  /** Forgets what a revision was made from. */
  void forget(Revision revision) {
    forgotten.add(revision);
  }

  @Override
  public Optional<ObjectNode> document(Revision revision) {
    return Optional.ofNullable(documents.get(revision));
  }

  private void add(Revision revision, Set<Revision> found) {
    if (found.add(revision)) {
      bases.getOrDefault(revision, Set.of()).forEach(base -> add(base, found));
    }
  }
}
