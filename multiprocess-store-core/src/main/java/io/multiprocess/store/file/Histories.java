package io.multiprocess.store.file;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.HistoryEntry.State;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.RevisionReader.Whole;
import io.multiprocess.store.merge.JsonDiff;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of an object's revisions: those that lie there, those that tombstones name, and those
 * whose bodies rest in the archive.
 */
final class Histories {

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Archive archive;
  private final Conflicts conflicts;

  Histories(
      StoreLayout layout,
      ObjectDirectories directories,
      Tombstones tombstones,
      Archive archive,
      Conflicts conflicts) {
    this.layout = layout;
    this.directories = directories;
    this.tombstones = tombstones;
    this.archive = archive;
    this.conflicts = conflicts;
  }

  /** All revisions, greatest first. */
  List<HistoryEntry<ObjectNode>> history(String name) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    Pedigree pedigree = Pedigree.of(view, directories);
    List<HistoryEntry<ObjectNode>> history = new ArrayList<>();
    for (Revision revision : all(view).descendingSet()) {
      history.add(entry(view, pedigree, revision));
    }
    return List.copyOf(history);
  }

  private HistoryEntry<ObjectNode> entry(ObjectView view, Pedigree pedigree, Revision revision)
      throws IOException {
    Optional<Whole> body = conflicts.body(view.name(), revision);
    boolean live = view.live().contains(revision);
    Optional<List<Revision>> bases = pedigree.bases(revision).or(() -> body.flatMap(Whole::bases));
    return new HistoryEntry<>(
        revision,
        state(view, revision),
        bases,
        pedigree.isInferred(revision),
        body.isPresent() ? body.map(Whole::writtenAt) : writtenAt(view.name(), revision),
        live ? Optional.empty() : tombstones.diedAt(view.name(), revision),
        Optional.ofNullable(view.named().evidence(revision)),
        body.map(Whole::document));
  }

  /** The greatest revision that was written by a moment and not deleted by then. */
  Optional<Versioned<ObjectNode>> asOf(String id, String name, Instant moment) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    boolean deleted = false;
    for (Revision revision : all(view).descendingSet()) {
      deleted |= isDeletedBy(view, revision, moment);
      // What was superseded by something that was deleted does not come back with the deletion.
      boolean gone = deleted && !view.live().contains(revision);
      Optional<Instant> written = writtenAt(name, revision);
      if (written.isPresent() && !written.get().isAfter(moment) && !gone) {
        Optional<Whole> body = conflicts.body(name, revision);
        if (body.isPresent()) {
          return Optional.of(new Versioned<>(id, revision, body.get().document()));
        }
      }
    }
    return Optional.empty();
  }

  /** What leads from one revision to another. */
  ArrayNode diff(String id, String name, Revision from, Revision to) throws IOException {
    return JsonDiff.between(document(id, name, from), document(id, name, to));
  }

  /**
   * The document of a revision, dead or alive.
   *
   * @throws ObjectNotFoundException if its body is not there, or not whole
   */
  ObjectNode document(String id, String name, Revision revision) throws IOException {
    return conflicts
        .body(name, revision)
        .map(Whole::document)
        .orElseThrow(() -> new ObjectNotFoundException(id, revision));
  }

  private NavigableSet<Revision> all(ObjectView view) throws IOException {
    NavigableSet<Revision> all = new TreeSet<>(view.live());
    all.addAll(view.dead());
    all.addAll(view.named().bases().keySet());
    all.addAll(archive.revisions(view.name()));
    return all;
  }

  private static State state(ObjectView view, Revision revision) {
    if (view.live().contains(revision)) {
      return State.LIVE;
    }
    Set<String> kinds = view.named().kinds(revision);
    if (kinds.contains(Tombstone.DELETE)) {
      return State.DELETED;
    }
    if (kinds.contains(Tombstone.SETTLE)) {
      return State.SETTLED;
    }
    return kinds.contains(Tombstone.COMPACT) ? State.COMPACTED : State.EXTINCT;
  }

  private boolean isDeletedBy(ObjectView view, Revision revision, Instant moment)
      throws IOException {
    State state = state(view, revision);
    return (state == State.DELETED || state == State.EXTINCT)
        && tombstones
            .diedAt(view.name(), revision)
            .filter(died -> !died.isAfter(moment))
            .isPresent();
  }

  private Optional<Instant> writtenAt(String name, Revision revision) throws IOException {
    try {
      return Optional.of(modified(layout.revision(name, revision)));
    } catch (NoSuchFileException swept) {
      try {
        return Optional.of(modified(archive.file(name, revision)));
      } catch (NoSuchFileException purged) {
        return Optional.empty();
      }
    }
  }

  private static Instant modified(Path file) throws IOException {
    return StoreLayout.attributes(file).lastModifiedTime().toInstant();
  }
}
