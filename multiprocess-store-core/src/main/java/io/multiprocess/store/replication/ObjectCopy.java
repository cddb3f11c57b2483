package io.multiprocess.store.replication;

import io.multiprocess.store.Acceptance;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.Replica;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoredFile;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Copies what one object has in one store to where it is missing: tombstones before revisions, so
 * that nothing that is dead is copied, and revisions from the greatest down, so that nothing
 * arrives before what was made from it and would be taken for dead. Where tombstones are missing,
 * the leading revisions come even before them: what a compaction kept, or a settlement made, is
 * there before what it stands for is dead, and no reader finds the object gone.
 */
final class ObjectCopy {

  private final String id;
  private final Replica source;
  private final Replica target;
  private final boolean bothWays;
  private final Tally tally;
  private final Set<Replica> changed = new HashSet<>();
  private boolean whole = true;
  private boolean older;

  ObjectCopy(String id, Replica source, Replica target, boolean bothWays, Tally tally) {
    this.id = id;
    this.source = source;
    this.target = target;
    this.bothWays = bothWays;
    this.tally = tally;
  }

  /** Which revisions are copied. */
  enum Extent {
    /** Those of the greatest generation, which readers are served and their rivals. */
    LEADING,
    /** All. */
    ALL
  }

  /** Whether revisions are missing that the extent left out. */
  boolean leavesOlder() {
    return older;
  }

  /** Whether nothing was passed over that may be whole some other time. */
  boolean isWhole() {
    return whole;
  }

  ObjectCopy copy(Extent extent) {
    Holdings atSource = source.holdings(id);
    Holdings atTarget = target.holdings(id);
    copyWithTombstones(source, atSource, target, atTarget);
    if (bothWays) {
      copyWithTombstones(target, atTarget, source, atSource);
    }
    older = false;
    Holdings sourceNow = now(source, atSource);
    Holdings targetNow = now(target, atTarget);
    copyRevisions(source, sourceNow, target, targetNow, extent);
    if (bothWays) {
      copyRevisions(target, targetNow, source, sourceNow, extent);
    }
    if (hasNewConflict(target, atTarget) || hasNewConflict(source, atSource)) {
      tally.conflict();
    }
    return this;
  }

  private Holdings now(Replica replica, Holdings before) {
    return changed.contains(replica) ? replica.holdings(id) : before;
  }

  private boolean hasNewConflict(Replica replica, Holdings before) {
    return !before.conflicts().containsAll(now(replica, before).conflicts());
  }

  private void copyWithTombstones(Replica from, Holdings has, Replica to, Holdings had) {
    NavigableSet<Revision> missing = new TreeSet<>(has.tombstones());
    missing.removeAll(had.tombstones());
    if (!missing.isEmpty()) {
      copyRevisions(from, has, to, had, Extent.LEADING);
    }
    for (Revision name : missing) {
      Optional<StoredFile> file = read(() -> from.tombstone(id, name));
      if (file.isPresent()) {
        Acceptance acceptance = to.acceptTombstone(id, name, file.get());
        if (took(to, "tombstone", name, acceptance)) {
          tally.tombstone(file.get());
        }
      }
    }
  }

  private void copyRevisions(Replica from, Holdings has, Replica to, Holdings had, Extent extent) {
    if (has.revisions().isEmpty()) {
      return;
    }
    long leading = has.revisions().last().generation();
    for (Revision revision : had.missing(has.revisions())) {
      if (extent == Extent.LEADING && revision.generation() < leading) {
        older = true;
        return;
      }
      Optional<StoredFile> file = read(() -> from.revision(id, revision));
      if (file.isPresent()) {
        Acceptance acceptance = to.acceptRevision(id, revision, file.get());
        if (took(to, "revision", revision, acceptance)) {
          tally.revision(file.get());
        }
      }
    }
  }

  @FunctionalInterface
  private interface Reading {
    Optional<StoredFile> read();
  }

  /** What was there a moment ago may be gone: that is a change, of which the next run hears. */
  private Optional<StoredFile> read(Reading reading) {
    try {
      return reading.read();
    } catch (DamagedRevisionException e) {
      whole = false;
      tally.damaged(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean took(Replica to, String kind, Revision name, Acceptance acceptance) {
    switch (acceptance) {
      case ACCEPTED -> changed.add(to);
      case DAMAGED -> {
        whole = false;
        tally.damaged(
            "%s %s of '%s' is damaged or beyond the limits of the store at %s"
                .formatted(kind, name, id, to.place()));
      }
      case KNOWN, RETIRED, OUTDATED -> {
        // It needs no copy.
      }
    }
    return acceptance == Acceptance.ACCEPTED;
  }
}
