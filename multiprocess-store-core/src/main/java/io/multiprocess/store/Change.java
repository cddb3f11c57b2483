package io.multiprocess.store;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one object between a position of the changes feed and a later one.
 *
 * <p>A change says what is to be looked at, and what it looked like when the feed looked. When
 * several writes follow each other closely, one change may stand for all of them, with the last
 * winner.
 *
 * @param id id of the object
 * @param kind what became of the object
 * @param conflict what became of its conflicts
 * @param revision the winner; empty if the object was deleted
 * @param origin who wrote it
 * @param position where to go on so that nothing after this change is missed
 */
public record Change(
    String id,
    Kind kind,
    ConflictChange conflict,
    Optional<Revision> revision,
    Origin origin,
    String position) {

  /** What became of an object. */
  public enum Kind {
    /** It came to be, or came to be again. */
    CREATED,
    /** It has another winner. */
    UPDATED,
    /** It is gone. What was both created and deleted after the position is told as deleted. */
    DELETED,
    /** The winner is what it was; only the object's conflicts changed. */
    CONFLICT
  }

  /** What became of the conflicts of an object. */
  public enum ConflictChange {
    /** There is no conflict that was not there before, or there is none as before. */
    NONE,
    /** There is a conflict that was not there, or another rival has joined one. */
    OPENED,
    /** There was a conflict, and there is none any more. */
    SETTLED
  }

  /** Who wrote what is told. */
  public enum Origin {
    /** The opened store that tells of it. */
    LOCAL,
    /** Somebody else: another process, a copying tool, or another store opened in this process. */
    OTHER
  }

  /** Refuses nulls, a deleted object with a winner and any other without. */
  public Change {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(conflict, "conflict");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(position, "position");
    if (revision.isEmpty() != (kind == Kind.DELETED)) {
      throw new IllegalArgumentException(
          "Change of '%s' is %s with winner %s; expected a winner unless it was deleted"
              .formatted(id, kind, revision));
    }
  }
}
