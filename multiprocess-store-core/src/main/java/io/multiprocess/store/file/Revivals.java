package io.multiprocess.store.file;

import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Edits.Edit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings back what is dead or past.
 *
 * <p>A tombstone is never taken back, since it may be on other hosts. What comes back is a new
 * revision with the old body.
 */
final class Revivals {

  /** How often a name is drawn until the revision that comes back does not lead. */
  private static final int DRAWS = 64;

  private final ObjectDirectories directories;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Histories histories;
  private final Decisions decisions;
  private final OnStale onStale;

  Revivals(
      ObjectDirectories directories,
      ObjectReads reads,
      ObjectWrites writes,
      Histories histories,
      Decisions decisions,
      OnStale onStale) {
    this.directories = directories;
    this.reads = reads;
    this.writes = writes;
    this.histories = histories;
    this.decisions = decisions;
    this.onStale = onStale;
  }

  /** Brings back an object as it was deleted. */
  Versioned<ObjectNode> undelete(String id, String name) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    if (view.exists()) {
      return decisions.keepAgainstDeletion(id, name, view);
    }
    Revision last = greatestDeleted(view).orElseThrow(() -> new ObjectNotFoundException(id));
    ObjectNode document = histories.document(id, name, last);
    return writes.create(id, name, document, List.of(last));
  }

  /** Brings back one revision at its place, or above the deletion it lies below. */
  Versioned<ObjectNode> restore(String id, String name, Revision revision) throws IOException {
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      if (view.live().contains(revision)) {
        throw new ObjectExistsException(id, revision);
      }
      ObjectNode document = histories.document(id, name, revision);
      if (!view.exists()) {
        return writes.create(id, name, document, List.of(revision));
      }
      Edit edit = edit(id, view, revision, document);
      if (writes.publish(id, name, revision, edit, OnStale.KEEP)) {
        return edit.written(id);
      }
    }
  }

  private Edit edit(String id, ObjectView view, Revision revision, ObjectNode document)
      throws IOException {
    Revision winner = view.live().last();
    long reach = greatestDeleted(view).map(Revision::generation).orElse(-2L) + 1;
    Optional<List<Revision>> made = Pedigree.of(view, directories).bases(revision);
    long generation = revision.generation();
    List<Revision> bases = made.orElse(List.of(revision));
    if (revision.generation() <= reach) {
      generation = Math.max(reach + 1, winner.generation());
      bases = List.of(revision);
    } else if (made.isEmpty()) {
      // What does not say what it was made from is taken for the base of what comes back.
      generation++;
    }
    Edit edit = writes.edit(id, document, bases, generation);
    for (int i = 0; i < DRAWS && wouldLead(edit.revision(), winner); i++) {
      edit = writes.edit(id, document, bases, generation);
    }
    return edit;
  }

  /** Whether a revision would lead beside a winner of its generation. */
  private static boolean wouldLead(Revision revision, Revision winner) {
    return revision.generation() == winner.generation() && revision.compareTo(winner) > 0;
  }

  /** Publishes an earlier document as an edit of the winner. */
  Versioned<ObjectNode> revert(String id, String name, Revision revision) throws IOException {
    ObjectNode document = histories.document(id, name, revision);
    Versioned<ObjectNode> winner =
        reads.winner(id, name).orElseThrow(() -> new ObjectNotFoundException(id));
    return writes.update(id, name, winner.revision(), document, onStale);
  }

  private static Optional<Revision> greatestDeleted(ObjectView view) {
    return view.named().bases().keySet().stream()
        .filter(revision -> view.named().kinds(revision).contains(Tombstone.DELETE))
        .max(Revision::compareTo);
  }
}
