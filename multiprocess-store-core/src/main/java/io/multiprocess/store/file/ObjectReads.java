package io.multiprocess.store.file;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.DocumentMapping;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.RevisionReader.NotWhole;
import io.multiprocess.store.file.RevisionReader.Reading;
import io.multiprocess.store.file.RevisionReader.Vanished;
import io.multiprocess.store.file.RevisionReader.Whole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reading objects: the winner, one revision, all revisions.
 *
 * <p>A file that vanishes between the look and the reading was moved by somebody who made progress,
 * so the reader starts again. What is not whole is passed over for the next lower live revision.
 */
final class ObjectReads {

  private final ObjectDirectories directories;
  private final RevisionReader reader;
  private final KnownObjects known;
  private final Sweeper sweeper;
  private final Settlements settlements;
  private final DamageReports reports;

  ObjectReads(
      ObjectDirectories directories,
      RevisionReader reader,
      KnownObjects known,
      Sweeper sweeper,
      Settlements settlements,
      DamageReports reports) {
    this.directories = directories;
    this.reader = reader;
    this.known = known;
    this.sweeper = sweeper;
    this.settlements = settlements;
    this.reports = reports;
  }

  /**
   * The document of the greatest live revision that is whole.
   *
   * @throws DamagedRevisionException if there are live revisions and all are damaged
   */
  Optional<Versioned<ObjectNode>> winner(String id, String name) throws IOException {
    return found(id, name).map(Found::document);
  }

  /**
   * The greatest live revision that is whole.
   *
   * @throws DamagedRevisionException if there are live revisions and all are damaged
   */
  Optional<Found> found(String id, String name) throws IOException {
    while (true) {
      KnownObjects.Seen seen = directories.see(name);
      ObjectView view = seen.view();
      Descent descent = descend(id, seen);
      if (descent.found != null) {
        sweeper.sweepInPassing(view);
        settlements.finishInPassing(
            view, descent.found.body.revision(), descent.found.body.bases());
        return Optional.of(descent.found);
      }
      // One look is not one moment: that nothing can be read is believed when it is seen twice.
      if (!descent.vanished && directories.look(name).equals(view)) {
        sweeper.sweepInPassing(view);
        if (descent.damage != null) {
          throw descent.damage;
        }
        return Optional.empty();
      }
    }
  }

  /**
   * One live revision.
   *
   * @throws DamagedRevisionException if it is live and damaged
   */
  Optional<Versioned<ObjectNode>> revision(String id, String name, Revision revision)
      throws IOException {
    Body body = known.body(name, revision);
    if (body != null && known.isStillLive(name, revision)) {
      return Optional.of(new Versioned<>(id, revision, known.document(name, body)));
    }
    while (true) {
      ObjectView view = directories.look(name);
      if (!view.live().contains(revision)) {
        if (directories.look(name).equals(view)) {
          return Optional.empty();
        }
        continue;
      }
      Reading reading = reader.read(name, revision, RevisionReader.PATIENCE_FOR_THE_ONLY_ONE);
      if (reading instanceof Whole whole) {
        return Optional.of(new Versioned<>(id, revision, whole.document()));
      }
      if (reading instanceof NotWhole notWhole) {
        if (notWhole.inFlight()) {
          return Optional.empty();
        }
        throw reports.report(id, name, revision, notWhole.finding());
      }
    }
  }

  /** Whether there is a live revision. Who tells that there is none has swept the dead ones. */
  boolean exists(String name) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    sweeper.sweepInPassing(view);
    return view.exists();
  }

  /** All live revisions that are whole, greatest first. */
  List<Versioned<ObjectNode>> revisions(String id, String name) throws IOException {
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      List<Versioned<ObjectNode>> history = new ArrayList<>();
      boolean vanished = false;
      for (Revision revision : view.live().descendingSet()) {
        Reading reading = reader.read(name, revision, RevisionReader.PATIENCE);
        if (reading instanceof Whole whole) {
          history.add(new Versioned<>(id, revision, whole.document()));
        } else if (reading instanceof NotWhole notWhole) {
          reportUnlessInFlight(id, name, revision, notWhole);
        } else {
          vanished = true;
          break;
        }
      }
      if (!vanished) {
        sweeper.sweepInPassing(view);
        return List.copyOf(history);
      }
    }
  }

  /**
   * What is unsettled about an object.
   *
   * @throws ObjectNotFoundException if it does not exist
   */
  Optional<OpenConflict<ObjectNode>> conflict(
      String id, String name, Conflicts conflicts, MergeRules rules) throws IOException {
    while (true) {
      ObjectView view = directories.lookTwiceWhenAbsent(name);
      if (!view.exists()) {
        throw new ObjectNotFoundException(id);
      }
      Optional<OpenConflict<ObjectNode>> open =
          conflicts.open(id, view, rules).map(Conflicts.Open::conflict);
      // What was retired meanwhile is not unsettled any more.
      if (open.isPresent() || directories.look(name).equals(view)) {
        return open;
      }
    }
  }

  /** Whether a reader who is served now is served this revision, provided that it is whole. */
  boolean isWinner(ObjectView view, Revision revision) throws IOException {
    if (!view.live().contains(revision)) {
      return false;
    }
    for (Revision above : view.live().tailSet(revision, false)) {
      if (!isUnreadable(view, above)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The greatest generation that is live above a base but cannot be read, or the base's own. An
   * edit must stand above it, or a reader that can read it later would elect what nobody could see.
   */
  long generationToOutrank(ObjectView view, Revision base) throws IOException {
    for (Revision above : view.live().tailSet(base, false).descendingSet()) {
      if (above.generation() > base.generation() && isUnreadable(view, above)) {
        return above.generation();
      }
    }
    return base.generation();
  }

  private boolean isUnreadable(ObjectView view, Revision revision) throws IOException {
    return reader.read(view.name(), revision, Duration.ZERO) instanceof NotWhole;
  }

  /**
   * A revision that was found, known or just read, before it is made into what its reader wants.
   */
  final class Found {
    private final String id;
    private final String name;
    private final Body body;
    private final @Nullable ObjectNode document;

    /**
     * @param document of the body, and nobody's yet; null if there is none at hand
     */
    private Found(String id, String name, Body body, @Nullable ObjectNode document) {
      this.id = id;
      this.name = name;
      this.body = body;
      this.document = document;
    }

    /** Its document, for one reader, who is the only one. */
    Versioned<ObjectNode> document() {
      ObjectNode own = document == null ? known.document(name, body) : document;
      return new Versioned<>(id, body.revision(), own);
    }

    /** A value of it, for one reader, who is the only one, or for all. */
    <V> Versioned<V> as(DocumentMapping<V> mapping) {
      return new Versioned<>(id, body.revision(), known.value(id, name, body, document, mapping));
    }
  }

  /** How far a reader came down an object's live revisions. */
  private static final class Descent {
    @Nullable Found found;
    @Nullable DamagedRevisionException damage;
    boolean vanished;
  }

  private Descent descend(String id, KnownObjects.Seen seen) throws IOException {
    ObjectView view = seen.view();
    Descent descent = new Descent();
    Body winner = seen.winner();
    if (winner != null) {
      descent.found = new Found(id, view.name(), winner, null);
      return descent;
    }
    Duration patience =
        view.live().size() == 1
            ? RevisionReader.PATIENCE_FOR_THE_ONLY_ONE
            : RevisionReader.PATIENCE;
    for (Revision revision : view.live().descendingSet()) {
      if (isKnown(id, view.name(), revision, descent)) {
        return descent;
      }
      Reading reading = reader.read(view.name(), revision, patience);
      if (reading instanceof Whole whole) {
        Body body = Body.of(revision, whole.content(), whole.bases().orElse(List.of()));
        known.keep(view.name(), body);
        descent.found = new Found(id, view.name(), body, whole.document());
        return descent;
      }
      if (reading instanceof NotWhole notWhole) {
        DamagedRevisionException damage = reportUnlessInFlight(id, view.name(), revision, notWhole);
        descent.damage = descent.damage == null ? damage : descent.damage;
      } else if (reading instanceof Vanished) {
        descent.vanished = true;
        return descent;
      }
    }
    return descent;
  }

  private boolean isKnown(String id, String name, Revision revision, Descent descent) {
    Body body = known.body(name, revision);
    if (body == null) {
      return false;
    }
    descent.found = new Found(id, name, body, null);
    return true;
  }

  private @Nullable DamagedRevisionException reportUnlessInFlight(
      String id, String name, Revision revision, NotWhole notWhole) {
    return notWhole.inFlight() ? null : reports.report(id, name, revision, notWhole.finding());
  }
}
