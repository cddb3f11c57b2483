package io.multiprocess.store.file;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.Settlement.By;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Edits.Edit;
import io.multiprocess.store.file.RevisionReader.Whole;
import io.multiprocess.store.merge.CapturedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settling conflicts: by a person, by rules, or because nothing of a rival is missing.
 *
 * <p>A decision is an edit made from all rivals, and counts once it is published. What a rule
 * decides carries no nonce, so that all who decide by it write the same file; and because it says
 * nothing of its own, one that another leaf contains is retired without a further revision. That
 * ends the merging of merges.
 */
final class Decisions {

  private static final Logger log = LoggerFactory.getLogger(Decisions.class);

  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Conflicts conflicts;
  private final Settlements settlements;
  private final OnStale onStale;

  Decisions(
      ObjectDirectories directories,
      ObjectReads reads,
      ObjectWrites writes,
      Conflicts conflicts,
      Settlements settlements,
      OnStale onStale) {
    this.directories = directories;
    this.reads = reads;
    this.writes = writes;
    this.conflicts = conflicts;
    this.settlements = settlements;
    this.onStale = onStale;
  }

  /** Publishes a person's decision about rivals, and retires those that it leaves behind. */
  Versioned<ObjectNode> settle(
      String id, String name, ObjectNode document, NavigableSet<Revision> rivals)
      throws IOException {
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      if (!view.exists()) {
        throw new ObjectNotFoundException(id);
      }
      requireRivals(id, view, rivals);
      Revision leading = rivals.last();
      long generation = reads.generationToOutrank(view, leading) + 1;
      List<Revision> bases = List.copyOf(rivals.descendingSet());
      Edit edit = writes.edit(id, document, bases, generation);
      if (writes.publish(id, name, leading, edit, onStale)) {
        finish(id, view, edit, bases, By.PERSON);
        return edit.written(id);
      }
    }
  }

  private void requireRivals(String id, ObjectView view, NavigableSet<Revision> rivals)
      throws IOException {
    for (Revision rival : rivals) {
      boolean overtaken =
          onStale == OnStale.REJECT && rival.equals(rivals.last()) && !reads.isWinner(view, rival);
      if (overtaken || !view.live().contains(rival)) {
        throw new StaleRevisionException(id, rival, view.live().last());
      }
    }
    // Somebody else may have settled the deletion since the caller saw it; then this is an edit.
    if (rivals.size() < 2 && !view.named().wasObjectDeleted()) {
      throw new IllegalArgumentException(
          "Settlement of '%s' is between %s; expected two or more rivals".formatted(id, rivals));
    }
  }

  private static boolean isAgainstDeletion(ObjectView view) {
    return view.contentions().stream().anyMatch(contention -> !contention.deleted().isEmpty());
  }

  private void finish(String id, ObjectView before, Edit edit, List<Revision> bases, By by)
      throws IOException {
    List<Revision> retired = new ArrayList<>();
    try {
      retired.addAll(settlements.finish(directories.look(before.name()), edit.revision(), bases));
      if (by == By.PERSON && isAgainstDeletion(before)) {
        settlements.keepAgainstDeletion(before, edit.revision());
        retired.addAll(before.named().deleted());
      }
      while (finishAny(directories.look(before.name()))) {
        log.debug("Finished what {} of '{}' set free", edit.revision(), id);
      }
    } catch (IOException e) {
      throw new Publisher.UnfinishedException(e);
    }
    settlements.tell(new Settlement(id, retired.stream().sorted().toList(), edit.revision(), by));
  }

  /**
   * Settles by rules as far as they go.
   *
   * @return what is to be read now; empty if there is no object
   */
  Optional<Versioned<ObjectNode>> resolve(String id, String name, Merging merging)
      throws IOException {
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      Optional<Conflicts.Open> open = readable(id, view, merging.rules());
      if (open.isEmpty() && finishAny(view)) {
        continue;
      }
      if (open.isEmpty()
          || open.get().conflict().rivals().size() < 2
          || !open.get().conflict().deleted().isEmpty()) {
        // Whether a deletion is to stand is no rule's to say.
        return reads.winner(id, name);
      }
      if (retireContained(id, view, open.get())) {
        continue;
      }
      OpenConflict<ObjectNode> conflict = open.get().conflict();
      Optional<ObjectNode> value = merging.resolver().resolve(conflict);
      if (value.isEmpty()) {
        return reads.winner(id, name);
      }
      Revision leading = conflict.leading().revision();
      List<Revision> bases = conflict.revisions();
      Edit edit = writes.merge(id, value.get(), bases, leading.generation() + 1);
      if (view.named().contains(edit.revision())) {
        // It was made before, and retired since.
        return reads.winner(id, name);
      }
      if (writes.publish(id, name, leading, edit, onStale)) {
        boolean merged = conflict.isClean() && conflict.merged().equals(value.get());
        finish(id, view, edit, bases, merged ? By.MERGE : By.RESOLVER);
      }
    }
  }

  /**
   * Finishes a decision whose rivals, or what they were made from, were left where they are,
   * because another one needed them that has been retired since.
   */
  private boolean finishAny(ObjectView view) throws IOException {
    if (!view.contentions().isEmpty()) {
      for (Revision decision : view.live().descendingSet()) {
        Optional<List<Revision>> bases = directories.bases(view.name(), decision);
        if (bases.isPresent()
            && !settlements.finishHistory(view, decision, bases.get()).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Merges an edit that is published with what stands beside it, if it was a stale one. The edit
   * counts whether or not that succeeds, so a failure leaves a conflict and is logged.
   *
   * @return what stands for the edit now
   */
  Versioned<ObjectNode> mergeStale(String name, Versioned<ObjectNode> written, Merging merging) {
    try {
      Revision edit = written.revision();
      ObjectView view = directories.look(name);
      boolean contended =
          view.contentions().stream().anyMatch(each -> each.rivals().contains(edit));
      if (!contended && edit.equals(view.live().last())) {
        return written;
      }
      Optional<Versioned<ObjectNode>> winner = resolve(written.id(), name, merging);
      if (winner.isPresent()) {
        Pedigree pedigree = Pedigree.of(directories.look(name), directories);
        if (pedigree.ancestors(List.of(winner.get().revision())).contains(edit)) {
          return winner.get();
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn(
          "Edit {} of '{}' is stored, but was not merged", written.revision(), written.id(), e);
    }
    return written;
  }

  /** A conflict with a rival that cannot be read is no rule's to settle. */
  private Optional<Conflicts.Open> readable(String id, ObjectView view, MergeRules rules)
      throws IOException {
    try {
      return conflicts.open(id, view, rules);
    } catch (DamagedRevisionException e) {
      return Optional.empty();
    }
  }

  /** Retires merges all of whose bases another leaf was made from too: it holds all they hold. */
  private boolean retireContained(String id, ObjectView view, Conflicts.Open open)
      throws IOException {
    for (Revision merge : open.bodies().keySet()) {
      for (Revision other : new TreeSet<>(open.bodies().keySet()).descendingSet()) {
        // Of two that contain one another the greater stays, for everybody.
        if (holds(other, merge, open)
            && (merge.compareTo(other) < 0 || !holds(merge, other, open))) {
          return retire(id, view, open, merge, other, By.MERGE);
        }
      }
    }
    return false;
  }

  /** Whether a leaf was made from all that a merge beside it was made from. */
  private static boolean holds(Revision leaf, Revision merge, Conflicts.Open open) {
    Optional<Ancestry> ancestry =
        Optional.ofNullable(open.bodies().get(merge)).flatMap(Whole::ancestry);
    return !leaf.equals(merge)
        && ancestry.isPresent()
        && ancestry.get().isMerge()
        && open.pedigree().ancestors(List.of(leaf)).containsAll(ancestry.get().bases());
  }

  /** Retires a rival and what only it was made from; false if somebody was faster. */
  private boolean retire(
      String id, ObjectView view, Conflicts.Open open, Revision rival, Revision evidence, By by)
      throws IOException {
    NavigableSet<Revision> left =
        open.pedigree().leftBehind(List.of(rival, evidence), evidence, Optional.empty());
    NavigableSet<Revision> retired = settlements.retire(view, left, evidence);
    if (retired.isEmpty()) {
      return false;
    }
    settlements.tell(new Settlement(id, List.copyOf(retired), evidence, by));
    return true;
  }

  /** Retires losing rivals of which nothing is missing. */
  List<Settlement> settleCaptured(String id, String name, MergeRules rules, boolean dryRun)
      throws IOException {
    List<Settlement> settled = new ArrayList<>();
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      Optional<Conflicts.Open> open = readable(id, view, rules);
      if (open.isEmpty()) {
        return settled;
      }
      List<Settlement> captured = captured(id, view, open.get(), rules);
      if (dryRun || captured.isEmpty()) {
        return captured.isEmpty() ? settled : captured;
      }
      // One at a time, since each changes what the next was made from.
      Settlement first = captured.get(0);
      Revision rival = first.retired().get(first.retired().size() - 1);
      if (!retire(id, view, open.get(), rival, first.evidence(), By.CAPTURED)) {
        return settled;
      }
      settled.add(first);
    }
  }

  private List<Settlement> captured(
      String id, ObjectView view, Conflicts.Open open, MergeRules rules) throws IOException {
    List<Settlement> captured = new ArrayList<>();
    Revision winner = open.bodies().lastKey();
    for (Revision rival : open.bodies().headMap(winner).keySet()) {
      Optional<Revision> evidence = evidence(view, open, rival, winner, rules);
      if (evidence.isPresent()) {
        NavigableSet<Revision> left =
            open.pedigree().leftBehind(List.of(rival, winner), winner, Optional.empty());
        left.retainAll(view.live());
        captured.add(new Settlement(id, List.copyOf(left), evidence.get(), By.CAPTURED));
      }
    }
    return captured;
  }

  /** The latest revision on the winner's side of the fork that holds all that a rival changed. */
  private Optional<Revision> evidence(
      ObjectView view, Conflicts.Open open, Revision rival, Revision winner, MergeRules rules)
      throws IOException {
    ObjectNode document = Objects.requireNonNull(open.bodies().get(rival)).document();
    Optional<Revision> base = conflicts.commonBase(List.of(rival, winner), open.pedigree());
    Optional<ObjectNode> baseDocument =
        base.isEmpty()
            ? Optional.empty()
            : conflicts.body(view.name(), base.get()).map(Whole::document);
    for (Revision candidate : candidates(view, open.pedigree(), rival, winner, base)) {
      Optional<Whole> body = conflicts.body(view.name(), candidate);
      if (body.isPresent()
          && CapturedData.isCaptured(baseDocument, document, body.get().document(), rules)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** The winner, and if it is known where the sides parted, the live revisions between. */
  private static NavigableSet<Revision> candidates(
      ObjectView view,
      Pedigree pedigree,
      Revision rival,
      Revision winner,
      Optional<Revision> base) {
    NavigableSet<Revision> candidates = new TreeSet<>();
    if (base.isPresent()) {
      candidates.addAll(pedigree.ancestors(List.of(winner)));
      candidates.retainAll(view.live());
      candidates.retainAll(pedigree.lineage().descendants(List.of(base.get())));
      candidates.removeAll(pedigree.ancestors(List.of(rival)));
    }
    candidates.add(winner);
    return candidates.descendingSet();
  }

  /** Settles a deletion in favour of what survived it. */
  Versioned<ObjectNode> keepAgainstDeletion(String id, String name, ObjectView view)
      throws IOException {
    if (!isAgainstDeletion(view)) {
      throw new ObjectExistsException(id, view.live().last());
    }
    Versioned<ObjectNode> winner =
        reads.winner(id, name).orElseThrow(() -> new ObjectNotFoundException(id));
    settlements.keepAgainstDeletion(view, winner.revision());
    settlements.tell(
        new Settlement(id, List.copyOf(view.named().deleted()), winner.revision(), By.PERSON));
    return winner;
  }
}
